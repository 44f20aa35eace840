import { describe, expect, test } from '@jest/globals';
import { parsePostmasterFile, portOfCommandLine } from './postmaster-file.js';

const WHOLE = '7454\n/tmp/home/postgres\n1795346066\n35321\n\n127.0.0.1\n  8137 98305\nready   \n';

describe('postmaster.pid', () => {
  test('names the process, its port and how far it is', () => {
    expect(parsePostmasterFile(WHOLE)).toEqual({ pid: 7454, port: 35321, status: 'ready' });
  });

  test.each([
    ['only the process is written yet', '7454\n', { pid: 7454, port: undefined, status: undefined }],
    ['no port yet', '7454\n/tmp/home/postgres\n1795346066\n', { pid: 7454, port: undefined, status: undefined }],
    ['cut in the port', WHOLE.slice(0, 39), { pid: 7454, port: undefined, status: undefined }],
  ])('%s', (_name, text, file) => {
    expect(parsePostmasterFile(text)).toEqual(file);
  });

  test.each(['', '\n', 'x', '-5\n', '7454', '0\n', '99999999999999\n', '\0\0\0\0'])('%p names no process', (text) => {
    expect(parsePostmasterFile(text)).toBeUndefined();
  });
});

describe('postmaster.opts', () => {
  test.each([
    ['/pg/bin/postgres "-D" "/data" "-c" "port=35321" "-c" "fsync=on"', 35321],
    ['/pg/bin/postgres "-D" "/data"', undefined],
    ['', undefined],
  ])('%s', (text, port) => {
    expect(portOfCommandLine(text)).toBe(port);
  });
});
