/** Makes a report and keeps on record that it was made, with the checksum of the file. */

import { createHash } from 'node:crypto'
import type { Report } from '@evenkeel/model'
import type { AppHost, World } from '../http/host.ts'
import { finishReport, keepReport, listReports, type ReportRow } from '../storage/reports.ts'
import { collectReport, type ReportRequest } from './collect-report.ts'
import { printCsv } from './print-csv.ts'
import { renderPdf } from './render.ts'
import type { ReportData } from './report-data.ts'
import { reportIdOf } from './report-id.ts'

export interface ReportFile {
  id: string
  /** `evenkeel-cis-kubernetes-1.12-R-2026-11-25-1f0c9a3b77de.pdf` */
  name: string
  content: Buffer
  sha256: string
}

/** What is shown is asked for as the caller; who made it first stays named in it. */
export async function makeReport(
  host: AppHost,
  world: World,
  { by, format, ...request }: ReportRequest & { by: string; format: 'pdf' | 'csv' },
): Promise<ReportFile> {
  const data = await collectReport(host, world, request)
  const reportId = reportIdOf(data)
  const row = await keepReport(host.db, {
    reportId,
    format,
    frameworkId: data.framework.id,
    frameworkName: data.framework.name,
    frameworkVersion: data.framework.version,
    clusterId: data.cluster?.id ?? null,
    clusterName: data.cluster?.name ?? null,
    at: new Date(data.at),
    score: data.score.value,
    createdAt: host.now(),
    createdBy: by,
  })
  const content = await print(data, row)
  const sha256 = createHash('sha256').update(content).digest('hex')
  await finishReport(host.db, row, { bytes: content.byteLength, sha256 })
  const name = `evenkeel-${data.framework.id}-${reportId}.${format}`
  return { id: reportId, name, content, sha256 }
}

async function print(data: ReportData, row: ReportRow): Promise<Buffer> {
  if (row.format === 'csv') return Buffer.from(printCsv(data))
  const { reportId: id, createdBy: by, createdAt } = row
  return await renderPdf(data, { id, by, at: createdAt.toISOString() })
}

export async function describeReports(world: World): Promise<Report[]> {
  return (await listReports(world.db)).flatMap((row) => {
    const { bytes, sha256 } = row
    return bytes === null || sha256 === null ? [] : [describe(row, { bytes, sha256 })]
  })
}

function describe(row: ReportRow, file: { bytes: number; sha256: string }): Report {
  const { clusterId, clusterName } = row
  return {
    id: row.reportId,
    framework: { id: row.frameworkId, name: row.frameworkName, version: row.frameworkVersion },
    cluster:
      clusterId === null || clusterName === null ? null : { id: clusterId, name: clusterName },
    format: row.format,
    at: row.at.toISOString(),
    score: row.score,
    ...file,
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
  }
}
