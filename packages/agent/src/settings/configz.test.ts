/** What the kubelet runs with counts, and a difference is named. */

import { expect, test } from 'vitest'
import { applyConfigz } from './configz.ts'
import { effectiveKubelet } from './kubelet.ts'

/** The kubelet's own answer for a configuration that sets nothing, as far as the rules read it. */
const defaults = {
  authentication: { anonymous: { enabled: false }, webhook: { enabled: true, cacheTTL: '2m0s' } },
  authorization: {
    mode: 'Webhook',
    webhook: { cacheAuthorizedTTL: '5m0s', cacheUnauthorizedTTL: '30s' },
  },
  streamingConnectionIdleTimeout: '4h0m0s',
  makeIPTablesUtilChains: true,
  eventRecordQPS: 50,
}

const effective = effectiveKubelet({ args: ['--config=/c'], layers: [], version: '1.35.4' })

interface Case {
  name: string
  running: object
  setting: string
  value: unknown
  source: string
  differs: boolean
  isFileHidden?: boolean
}

const cases: Case[] = [
  {
    name: 'keeps the source of a value that is the same',
    running: {},
    setting: 'authentication.anonymous.enabled',
    value: false,
    source: 'default',
    differs: false,
  },
  {
    name: 'takes the value that runs, and names the difference',
    running: { authentication: { anonymous: { enabled: true } } },
    setting: 'authentication.anonymous.enabled',
    value: true,
    source: 'configz',
    differs: true,
  },
  {
    name: 'takes a setting that is left out for zero',
    running: { eventRecordQPS: undefined },
    setting: 'eventRecordQPS',
    value: 0,
    source: 'configz',
    differs: true,
  },
  {
    name: 'compares durations by their length',
    running: { streamingConnectionIdleTimeout: '240m' },
    setting: 'streamingConnectionIdleTimeout',
    value: '4h0m0s',
    source: 'default',
    differs: false,
  },
  {
    name: 'takes everything from the kubelet where a file was not read, and names no difference',
    running: { readOnlyPort: 10255 },
    setting: 'readOnlyPort',
    value: 10255,
    source: 'configz',
    differs: false,
    isFileHidden: true,
  },
]

test.each(cases)('$name', (it) => {
  const text = JSON.stringify({ kubeletconfig: { ...defaults, ...it.running } })
  const result = applyConfigz(effective, text, it.isFileHidden ?? false)
  expect(result.settings[it.setting]).toMatchObject({ value: it.value, source: it.source })
  const differing = result.differences.map(({ setting }) => setting)
  expect(differing.includes(it.setting)).toBe(it.differs)
})

test('compares feature gates by name', () => {
  const text = JSON.stringify({
    kubeletconfig: { featureGates: { KubeletFineGrainedAuthz: false } },
  })
  const result = applyConfigz(effective, text, false)
  expect(result.feature_gates.KubeletFineGrainedAuthz).toEqual({ value: false, source: 'configz' })
  expect(result.differences).toContainEqual({
    setting: 'featureGates.KubeletFineGrainedAuthz',
    configured: true,
    running: false,
  })
})

test.each([
  ['not JSON', '<html>', 'is not JSON'],
  ['something else', '{"kind":"Status"}', 'holds no kubeletconfig'],
])('says so of an answer that is %s', (_, text, message) => {
  expect(() => applyConfigz(effective, text, false)).toThrow(message)
})
