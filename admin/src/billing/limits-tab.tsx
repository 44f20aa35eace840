import { Box, Button, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { type Answer, client, unwrap } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { minorOf, writtenOf } from '../format/minor-units.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { useVersion } from '../settings/use-version.js';
import { RefusedChange, SaveChange } from '../settings/versioned.js';
import { Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';

type Control = Answer<'/api/v1/billing/kill-switch'>;

const CURRENCY = /^[A-Z]{3}$/;

/** Above which amounts two people take a credit back. */
export function LimitsTab() {
  const control = useGet('/api/v1/billing/kill-switch', {});
  return <Loaded query={control}>{(stored) => <LimitsForm stored={stored} />}</Loaded>;
}

function LimitsForm({ stored }: { readonly stored: Control }) {
  const t = useText();
  const format = useFormat();
  const form = useForm(typedLimits(stored), (currency) => `reversalLimits.${currency}`);
  const { headers, saved, keepMine } = useVersion(stored, form);
  const currencies = Object.keys(form.fields).toSorted();
  const save = async (): Promise<void> => {
    const body = { reversalLimits: limitsOf(form.fields) };
    saved(unwrap(await client.PUT('/api/v1/billing/reversal-limits', { body, headers })));
  };
  const whenEmpty = (currency: string): string =>
    t('billing.limitWhenEmpty', { limit: format.money({ amountMinor: stored.defaultReversalLimit, currency }) });
  return (
    <Panel title={t('billing.limits')}>
      <Stack component="form" noValidate spacing={2} sx={{ maxWidth: 560, pt: 1 }} onSubmit={form.submit(save)}>
        <Box sx={{ color: 'text.secondary' }}>{t('billing.limitsAdvice')}</Box>
        <RefusedChange {...form} stored={stored} keepMine={keepMine} />
        {currencies.map((currency) => (
          <TextField
            key={currency}
            label={t('billing.limitOf', { currency })}
            {...form.text(currency, whenEmpty(currency))}
            slotProps={{ htmlInput: { inputMode: 'decimal' } }}
          />
        ))}
        <AddCurrency known={currencies} add={(currency) => form.set({ [currency]: '' })} />
        <SaveChange isBusy={form.isBusy} stored={stored} />
      </Stack>
    </Panel>
  );
}

function AddCurrency({ known, add }: { readonly known: readonly string[]; readonly add: (currency: string) => void }) {
  const t = useText();
  const [code, setCode] = useState('');
  const isNew = CURRENCY.test(code) && !known.includes(code);
  return (
    <Stack direction="row" spacing={1}>
      <TextField
        label={t('billing.otherCurrency')}
        value={code}
        placeholder="USD"
        onChange={({ target }) => setCode(target.value.toUpperCase().slice(0, 3))}
        sx={{ width: 160 }}
      />
      <Button
        variant="outlined"
        disabled={!isNew}
        onClick={() => {
          add(code);
          setCode('');
        }}
      >
        {t('billing.addCurrency')}
      </Button>
    </Stack>
  );
}

/** The limits as people write them; the euro is always asked for. */
function typedLimits({ reversalLimits }: Control): Record<string, string> {
  const typed = Object.entries(reversalLimits as Record<string, number>).map(
    ([currency, minor]) => [currency, writtenOf(minor, currency)] as const,
  );
  return { EUR: '', ...Object.fromEntries(typed) };
}

/** What is typed in minor units; empty is not said, and what is no amount goes as it is, so that the service says so. */
function limitsOf(fields: Readonly<Record<string, string>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, text]) => text.trim() !== '')
      .map(([currency, text]) => [currency, minorOf(text.trim(), currency) ?? -1]),
  );
}
