/** The command that is copied can be pasted into a shell, whatever the query holds. */

import { expect, test } from 'vitest'
import { curlCommand, scanCommand } from './export-menu.tsx'

test.each([
  ['', undefined, '/api/v1/export?format=json'],
  ['a : b', '-rule.severity', '/api/v1/export?q=a+%3A+b&sort=-rule.severity&format=json'],
  [`a : "x'; reboot"`, undefined, '/api/v1/export?q=a+%3A+%22x%27%3B+reboot%22&format=json'],
])('%j by %s', (q, sort, path) => {
  expect(curlCommand('https://keel.example', { q, sort })).toBe(
    `curl -H "Authorization: Bearer $EVENKEEL_TOKEN" 'https://keel.example${path}'`,
  )
})

test.each([
  ['', 'npx evenkeel scan'],
  ['rule.section : API Server', "npx evenkeel scan --query 'rule.section : API Server'"],
  [`a : "x'; reboot"`, `npx evenkeel scan --query 'a : "x'\\''; reboot"'`],
])('%j as a scan', (q, expected) => {
  expect(scanCommand(q)).toBe(expected)
})
