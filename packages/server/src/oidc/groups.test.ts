/** What groups may, and which settings are refused. */

import { permissions } from '@evenkeel/model'
import { describe, expect, test } from 'vitest'
import { grantOf, readGroups, tryGroups } from './groups.ts'
import { parseOidcSettings } from './settings.ts'

const red = [{ cluster_labels: { team: 'red' }, namespaces: null }]
const blue = [{ cluster_labels: { team: 'blue' }, namespaces: ['shop'] }]
const groups = [
  { group: 'admins', role: 'admin' as const },
  { group: 'red', role: 'editor' as const, reach: red },
  { group: 'blue', role: 'editor' as const, reach: blue },
  { group: 'all', role: 'viewer' as const },
]

test.each([
  [['admins', 'all'], { role: 'admin', reach: null }],
  [['all'], { role: 'viewer', reach: null }],
  [['red'], { role: 'editor', reach: red }],
  [['red', 'blue'], { role: 'editor', reach: [...red, ...blue] }],
  // An editor of red who may look at everything edits red alone.
  [['red', 'all'], { role: 'editor', reach: red }],
  [['Red'], undefined],
  [[], undefined],
])('%j may %j', (held, expected) => {
  expect(grantOf(held, { groups })).toEqual(expected)
})

const own = [
  { name: 'Approver', permissions: ['exceptions.approve' as const] },
  { name: 'Wide', permissions: permissions.slice() },
]

test.each([
  [['leads'], { role: 'Approver', reach: red }],
  [['leads', 'all'], { role: 'Approver', reach: red }],
  [['leads', 'red'], { role: 'editor', reach: red }],
  [['red', 'wide'], { role: 'Wide', reach: null }],
  [['wide', 'admins'], { role: 'admin', reach: null }],
  [['lost', 'all'], { role: 'viewer', reach: null }],
  [['lost'], undefined],
])('%j with roles of their own may %j', (held, expected) => {
  const mapped = [
    { group: 'leads', role: 'Approver', reach: red },
    { group: 'wide', role: 'Wide' },
    { group: 'lost', role: 'Gone' },
    ...groups,
  ]
  expect(grantOf(held, { groups: mapped }, own)).toEqual(expected)
  const trial = tryGroups(held, { groups: mapped }, own)
  expect(trial).toMatchObject({ grant: expected ?? null, unknown_roles: ['Gone'] })
})

test('nobody of the groups has the default role', () => {
  expect(grantOf(['x'], { groups, default_role: 'viewer' })).toEqual({
    role: 'viewer',
    reach: null,
  })
})

test.each([
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  ['a', ['a']],
  [['a', 1, null], ['a']],
  [undefined, []],
  [{ a: 1 }, []],
])('reads the claim %j as %j', (claim, expected) => {
  expect(readGroups(claim)).toEqual(expected)
})

describe('settings', () => {
  const usable = { issuer: 'https://login.example.org', client_id: 'x', default_role: 'viewer' }

  test.each([
    [{ ...usable }, undefined],
    [{ ...usable, issuer: 'http://127.0.0.1:9000' }, undefined],
    [{ ...usable, issuer: 'http://login.example.org' }, /is no https:\/\/ address/],
    [{ ...usable, issuer: 'login' }, /the issuer "login" is no https/],
    [{ ...usable, client_id: undefined }, /client_id/],
    [{ ...usable, group: [] }, /group/],
    [{ ...usable, groups: [{ group: 'a', role: 7 }] }, /groups\.0\.role/],
    [
      { ...usable, groups: [{ group: 'a', role: 'admin', reach: red }] },
      /"a" makes admins, who see everything/,
    ],
    [{ ...usable, default_role: undefined }, /nobody could log in/],
  ])('%j', (settings, refusal) => {
    const parse = () => parseOidcSettings(JSON.parse(JSON.stringify(settings)))
    if (refusal) expect(parse).toThrow(refusal)
    else expect(parse()).toMatchObject({ client_id: 'x' })
  })
})
