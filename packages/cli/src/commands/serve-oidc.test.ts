/** How the identity provider's settings come from a file, the environment and the command line. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readOidc } from './serve-oidc.ts'

let folder = ''
const at = (name: string) => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-oidc-'))
  writeFileSync(at('secret'), 'quiet\n')
  writeFileSync(
    at('oidc.yaml'),
    [
      'issuer: https://login.example.org',
      'client_id: from-file',
      `client_secret_file: ${at('secret')}`,
      'groups:',
      '  - group: red',
      '    role: editor',
      '    reach: [{ cluster_labels: { team: red }, namespaces: null }]',
    ].join('\n'),
  )
  writeFileSync(at('list.yaml'), '- a\n')
  writeFileSync(at('wrong.yaml'), 'issuer: https://login.example.org\nclient: x\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

test('nothing said is no provider', () => {
  expect(readOidc({ oidcGroup: [] })).toBeUndefined()
})

test('the command line adds to the file and goes before it', () => {
  const settings = readOidc({
    oidcConfig: at('oidc.yaml'),
    oidcClientId: 'from-line',
    oidcGroup: ['cn=admins,dc=example=admin'],
  })
  expect(settings).toEqual({
    issuer: 'https://login.example.org',
    client_id: 'from-line',
    client_secret: 'quiet',
    groups: [
      {
        group: 'red',
        role: 'editor',
        reach: [{ cluster_labels: { team: 'red' }, namespaces: null }],
      },
      { group: 'cn=admins,dc=example', role: 'admin' },
    ],
  })
})

test('the command line alone is enough', () => {
  const line = { oidcIssuer: 'https://login.example.org', oidcClientId: 'x' }
  expect(readOidc({ ...line, oidcGroup: ['a=viewer'] })).toEqual({
    issuer: 'https://login.example.org',
    client_id: 'x',
    groups: [{ group: 'a', role: 'viewer' }],
  })
})

const line = { oidcIssuer: 'https://login.example.org', oidcClientId: 'x' }

test.each([
  [{ ...line, oidcGroup: ['a='] }, /groups\.0\.role/],
  [{ ...line, oidcGroup: ['a'] }, /"a" maps no group to a role/],
  [{ ...line }, /nobody could log in/],
  [{ oidcClientId: 'x', oidcGroup: ['a=viewer'] }, /issuer/],
  [{ oidcConfig: 'list.yaml' }, /holds no settings/],
  [{ oidcConfig: 'wrong.yaml' }, /client/],
  [{ oidcConfig: 'missing.yaml' }, /missing\.yaml cannot be read/],
  [{ ...line, oidcClientSecretFile: 'missing' }, /client secret cannot be read/],
])('%j is refused with a sentence', (options, sentence) => {
  const paths = Object.fromEntries(
    Object.entries(options).map(([name, value]) =>
      /Config|File/.test(name) ? [name, at(String(value))] : [name, value],
    ),
  )
  expect(() => readOidc(paths)).toThrow(sentence)
})
