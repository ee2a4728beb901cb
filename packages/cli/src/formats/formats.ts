/** Every format by its name, each loaded only when it is asked for. */

import type { Format } from './result.ts'

const loaders = {
  table: async () => (await import('./table.ts')).printTable,
  json: async () => (await import('./json.ts')).printJson,
  ndjson: async () => (await import('./json.ts')).printNdjson,
  sarif: async () => (await import('./sarif.ts')).printSarif,
  junit: async () => (await import('./junit.ts')).printJunit,
  csv: async () => (await import('./csv.ts')).printCsv,
  markdown: async () => (await import('./markdown.ts')).printMarkdown,
  html: async () => (await import('./html.ts')).printHtml,
  gitlab: async () => (await import('./gitlab.ts')).printGitlab,
  policyreport: async () => (await import('./policy-report.ts')).printPolicyReport,
  oscal: async () => (await import('./oscal.ts')).printOscal,
} satisfies Record<string, () => Promise<Format>>

export type FormatName = keyof typeof loaders

export const formatNames = Object.keys(loaders) as FormatName[]

export function loadFormat(name: FormatName): Promise<Format> {
  return loaders[name]()
}
