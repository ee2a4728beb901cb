/** Reports as PDF and CSV: what they hold, that they repeat, and that they are kept on record. */

import { createHash } from 'node:crypto'
import type { Report } from '@evenkeel/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, reportedCycle, reportedDeployments, type TestApi } from '../testing/api.ts'
import { readPdfOutline, readPdfPages, withoutSpaces } from '../testing/pdf-text.ts'
import { printableName, readCsv } from '../testing/report-rows.ts'
import { makeFinding, makeResource, slowMs } from '../testing/world.ts'

const path = '/api/v1/reports/cis-kubernetes-1.12'
/** Names as clusters may have them; the last is cut in no list. */
const odd = [
  `${'long-'.repeat(50)}name`,
  '数据库',
  'مرحبا\u202e',
  'a\u0007b<script>"',
  'Ωμέγα-Жук-ŵ',
].map((name) => makeResource(name, { namespace: 'odd' }))

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  const more = Array.from({ length: 60 }, (_, index) => makeResource(`many-${index}`))
  const [first] = reportedDeployments
  const resources = [first, ...odd, ...more]
  const cycled = await api.call('POST /api/v1/agent/cycles', {
    bearer: api.credential,
    body: {
      ...reportedCycle,
      sequence: 2,
      keys: resources.map((it) => ({ id: it.id, hash: 'x', findings: [['privileged', 'x']] })),
      resources,
      findings: resources.map((it) => makeFinding(it, 'privileged')),
    },
  })
  if (cycled.statusCode !== 200) throw new Error(cycled.body)
}, slowMs)
afterAll(() => api.world.close())

async function getFile(address: string) {
  const { statusCode, headers, rawPayload } = await api.call(`GET ${address}`)
  return { statusCode, headers, file: rawPayload }
}

const sha256 = (file: Buffer) => createHash('sha256').update(file).digest('hex')

test(
  'every failed row of the CSV stands in the PDF, which says what is left out',
  async () => {
    const { file: csv } = await getFile(`${path}.csv`)
    const rows = readCsv(csv.toString())
    const failed = rows.filter((it) => it.finding === 'failed')
    expect(failed.length).toBe(50)
    expect(failed.map((it) => it.not_listed)).toEqual(failed.map(() => '16'))
    const { headers, file } = await getFile(`${path}.pdf`)
    expect(headers['content-type']).toBe('application/pdf')
    const text = readPdfPages(file).join('')
    for (const { resource = '', observed = '' } of failed) {
      expect(text).toContain(withoutSpaces(printableName(resource)))
      expect(text).toContain(withoutSpaces(observed))
    }
    expect(text).toContain('50arelisted,16morearenot')
    expect(text).not.toContain('\ufffd')
  },
  slowMs,
)

test(
  'has a cover, an outline and numbered pages, and names gaps before the score',
  async () => {
    const { file } = await getFile(`${path}.pdf?cluster=${api.clusterId}`)
    const pages = readPdfPages(file)
    const [cover = ''] = pages
    const facts = [
      'CISKubernetesBenchmark1.12.0',
      'Clusterprod',
      '2of2nodeswerenotlookedat',
      'of100',
    ]
    const places = facts.map((it) => cover.indexOf(it))
    expect(places).not.toContain(-1)
    expect(places[2]).toBeLessThan(places[3] ?? 0)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`${index + 1}/${pages.length}`)
      expect(page).toMatch(/ReportR-2026-03-10-[0-9a-f]{12}/)
    }
    expect(readPdfOutline(file)).toEqual(
      expect.arrayContaining([
        'CIS Kubernetes Benchmark 1.12.0',
        'Summary',
        '1.2 API Server',
        '5.2.2  The rule privileged',
        'Exceptions',
        'Appendix',
        'Sign-off',
      ]),
    )
  },
  slowMs,
)

test.each(['pdf', 'csv'])(
  'the same data makes the same %s, whoever asks and whenever',
  async (format) => {
    const first = await getFile(`${path}.${format}`)
    api.world.clock.now = new Date(api.world.clock.now.getTime() + 60_000)
    const second = await getFile(`${path}.${format}`)
    expect(second.file.equals(first.file)).toBe(true)
    expect(second.headers['x-evenkeel-report']).toBe(first.headers['x-evenkeel-report'])
    expect(first.headers.etag).toBe(`"${sha256(first.file)}"`)
    expect(first.headers['content-disposition']).toMatch(
      new RegExp(
        `^attachment; filename="evenkeel-cis-kubernetes-1.12-R-2026-03-10-\\w+.${format}"$`,
      ),
    )
  },
  slowMs,
)

test('is on record with its checksum', async () => {
  const { file } = await getFile(`${path}.csv`)
  const reports: Report[] = (await api.call('GET /api/v1/reports')).json()
  expect(reports.find((it) => it.format === 'csv')).toMatchObject({
    framework: { id: 'cis-kubernetes-1.12', version: '1.12.0' },
    cluster: null,
    sha256: sha256(file),
    bytes: file.byteLength,
    created_by: 'admin',
  })
})

test(
  'other data is another report, which names what changed since the one before',
  async () => {
    const before = await getFile(`${path}.csv`)
    const [first] = reportedDeployments
    api.world.clock.now = new Date('2026-03-12T10:00:00.000Z')
    await api.call('POST /api/v1/agent/cycles', {
      bearer: api.credential,
      body: {
        ...reportedCycle,
        sequence: 3,
        started_at: '2026-03-12T09:59:00.000Z',
        finished_at: '2026-03-12T10:00:00.000Z',
        keys: [{ id: first.id, hash: 'y', findings: [['privileged', 'y']] }],
        resources: [first],
        findings: [makeFinding(first, 'privileged', { evaluation: 'passed' })],
      },
    })
    const after = await getFile(`${path}.csv`)
    expect(after.headers['x-evenkeel-report']).not.toBe(before.headers['x-evenkeel-report'])
    const text = readPdfPages((await getFile(`${path}.pdf`)).file).join('')
    expect(text).toContain(`Thereportbeforeis${before.headers['x-evenkeel-report']}of2026-03-10`)
    expect(text).toContain('5.2.2TheruleprivilegedFailedPassed')
    const earlier = await getFile(`${path}.csv?at=2026-03-11`)
    expect(earlier.file.toString()).toBe(before.file.toString())
  },
  slowMs,
)

test.each([
  ['/api/v1/reports/nope.pdf', 404, 'There is no framework "nope".'],
  ['/api/v1/reports/nope.doc', 404, 'A report is asked for as <framework>.pdf or <framework>.csv.'],
  ['/api/v1/reports/cis-eks-1.pdf', 404, 'There is no framework "cis-eks-1".'],
  [`${path}.pdf?cluster=nope`, 404, 'There is no cluster nope.'],
  [
    `${path}.csv?at=soon`,
    400,
    '"soon" is no time; write 2026-01-31, 2026-01-31T10:00:00Z or now-7d.',
  ],
])('%s is %i', async (address, status, detail) => {
  const answer = await api.call(`GET ${address}`)
  expect(answer.json()).toMatchObject({ status, detail })
})
