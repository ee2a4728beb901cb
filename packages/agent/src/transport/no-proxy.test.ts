/** Which hosts are reached without the proxy. */
import { expect, test } from 'vitest'
import { isWithoutProxy } from './no-proxy.ts'

const cases: [url: string, noProxy: string | undefined, expected: boolean][] = [
  ['https://e.example.com', undefined, false],
  ['https://e.example.com', '', false],
  ['https://e.example.com', 'example.com', true],
  ['https://e.example.com', '.example.com', true],
  ['https://e.example.com', '*.example.com', true],
  ['https://example.com', '.example.com', true],
  ['https://notexample.com', 'example.com', false],
  ['https://E.Example.com', 'other, E.example.COM', true],
  ['https://e.example.com', 'e.example.com:8443', false],
  ['https://e.example.com:8443', 'e.example.com:8443', true],
  ['https://e.example.com', 'e.example.com:443', true],
  ['https://e.example.com', '*', true],
  ['https://10.1.2.3', '10.0.0.0/8', true],
  ['https://11.1.2.3', '10.0.0.0/8', false],
  ['https://10.1.2.3', '10.1.2.3', true],
  ['https://10.1.2.3', '1.2.3', false],
  ['https://[fd00::1]:4400', 'fd00::/8', true],
  ['https://[fd00::1]:4400', 'fd00::1', true],
  ['https://10.1.2.3', '10.0.0.0/', false],
  ['https://10.1.2.3', '10.0.0.0/99', false],
]

test.each(cases)('%s with %j', (url, noProxy, expected) => {
  expect(isWithoutProxy(url, noProxy)).toBe(expected)
})
