import { describe, expect, test } from '@jest/globals';
import { clusterName, embeddedUrl, isServerOf, serverArguments } from './embedded-settings.js';

const DATA = '/home/someone/.amends/postgres';
const server = (sharedMemoryBytes: number | undefined) => ({ dataDirectory: DATA, port: 5444, sharedMemoryBytes });

describe('the arguments of the server', () => {
  test('keep it private and durable whatever is asked for', () => {
    const args = serverArguments(server(undefined), { fsync: 'off', listen_addresses: '*', work_mem: '8MB' });
    for (const setting of ['fsync=on', 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'work_mem=8MB']) {
      expect(args).toContain(setting);
    }
    expect(args).not.toContain('fsync=off');
  });

  test('avoid a small /dev/shm, as containers have it', () => {
    expect(serverArguments(server(64 << 20))).toContain('dynamic_shared_memory_type=sysv');
    expect(serverArguments(server(2 ** 33))).not.toContain('dynamic_shared_memory_type=sysv');
    expect(serverArguments(server(undefined))).not.toContain('dynamic_shared_memory_type=sysv');
  });
});

describe('a process of the server', () => {
  test.each([
    ['the postmaster', ['/pg/bin/postgres', '-D', DATA, '-c', 'port=1'], true],
    ['one of its own', [`postgres: ${clusterName(DATA)}: checkpointer `], true],
    ['the postmaster of another', ['/pg/bin/postgres', '-D', `${DATA}2`], false],
    ['one of another', [`postgres: ${clusterName('/elsewhere')}: checkpointer `], false],
    ['someone who names the directory', ['/usr/bin/ls', '-D', DATA], false],
    ['nothing', [], false],
  ])('%s', (_name, commandLine, expected) => {
    expect(isServerOf(DATA, commandLine)).toBe(expected);
  });
});

test('the URL carries any password', () => {
  expect(new URL(embeddedUrl(5444, 'a/b:c@d')).password).toBe(encodeURIComponent('a/b:c@d'));
});
