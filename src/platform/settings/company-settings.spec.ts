import { describe, expect, test } from '@jest/globals';
import { DomainError } from '../../kernel/domain-error.js';
import { changedSettings, NO_SETTINGS, readSettingsChange } from './company-settings.js';

const SENDER = {
  name: 'Réunions Vives',
  addressLines: ['12 rue des Essais', '75000 Paris'],
  city: 'Paris',
  email: 'succes@reunions-vives.example',
  phone: '+33 1 00 00 00 00',
  signatoryName: 'Inès Morvanec',
  signatoryTitle: 'Directrice du succès client',
  legalLine: 'SAS au capital de 1 000 €',
};

function faultsOf(input: unknown): (string | undefined)[] {
  try {
    readSettingsChange(input);
  } catch (error) {
    if (error instanceof DomainError) return error.reasons.map(({ path, code }) => `${path}: ${code}`);
    throw error;
  }
  return [];
}

test('a whole sender is read as it is given', () => {
  expect(readSettingsChange({ sender: SENDER }).sender).toEqual(SENDER);
});

test('a sender may leave out all but its name, its signatory and a way to answer', () => {
  const change = readSettingsChange({ sender: { name: 'A', signatoryName: 'B', phone: '1' } });
  expect(change.sender).toEqual({
    name: 'A',
    addressLines: [],
    city: '',
    email: '',
    phone: '1',
    signatoryName: 'B',
    signatoryTitle: '',
    legalLine: '',
  });
});

describe('what is refused', () => {
  test.each([
    [null, [': not_an_object']],
    [[], [': not_an_object']],
    [{ colour: 'red' }, ['colour: unknown_field']],
    [{ sender: 'me' }, ['sender: not_an_object']],
    [{ sender: {} }, ['sender.name: required', 'sender.signatoryName: required', 'sender: no_way_to_answer']],
    [{ sender: { ...SENDER, email: 'a@b.example, c@d.example' } }, ['sender.email: invalid_email']],
    [{ sender: { ...SENDER, addressLines: 'Paris' } }, ['sender.addressLines: not_a_list']],
    [{ sender: { ...SENDER, addressLines: ['Paris', ' '] } }, ['sender.addressLines.1: required']],
    [{ sender: { ...SENDER, addressLines: Array(7).fill('a') } }, ['sender.addressLines: too_many_lines']],
    [{ sender: { ...SENDER, name: 'a\u0000b' } }, ['sender.name: text_not_clean']],
    [{ taxBasis: 'free' }, ['taxBasis: not_allowed']],
    [{ publicUrl: 'javascript:alert(1)' }, ['publicUrl: invalid_url']],
    [{ publicUrl: 'https://a:b@amends.example' }, ['publicUrl: invalid_url']],
    [{ publicUrl: 'amends.example', defaultOwner: 7 }, ['publicUrl: invalid_url', 'defaultOwner: not_text']],
  ])('%j', (input, faults) => {
    expect(faultsOf(input)).toEqual(faults);
  });
});

test('an address loses the slash at its end', () => {
  expect(readSettingsChange({ publicUrl: 'https://amends.example/a/' }).publicUrl).toBe('https://amends.example/a');
});

test('what is absent stays, null takes away', () => {
  const said = changedSettings(
    NO_SETTINGS,
    readSettingsChange({ sender: SENDER, defaultOwner: 'anne', taxBasis: 'net' }),
  );
  expect(changedSettings(said, readSettingsChange({ defaultOwner: null }))).toEqual({ ...said, defaultOwner: null });
  expect(changedSettings(said, readSettingsChange({}))).toEqual(said);
});
