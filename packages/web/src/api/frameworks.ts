/** Asks for benchmarks and frameworks with the results of their controls, and for reports. */

import { FrameworkDetail, FrameworkSummary, Report } from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchFile, fetchJson, searchOf } from './request.ts'

export interface FrameworkScope {
  cluster: string | undefined
  /** As it was then; now where it is not set. */
  at: string | undefined
}

export function fetchFrameworks(scope: FrameworkScope, signal?: AbortSignal) {
  return fetchJson(Type.Array(FrameworkSummary), `/frameworks${searchOf({ ...scope })}`, { signal })
}

export function fetchFramework(
  id: string,
  scope: FrameworkScope & { compare: string | undefined },
  signal?: AbortSignal,
) {
  const path = `/frameworks/${encodeURIComponent(id)}${searchOf({ ...scope })}`
  return fetchJson(FrameworkDetail, path, { signal })
}

export type ReportFormat = 'pdf' | 'csv'

/** Making one takes seconds. */
export function fetchReport(id: string, format: ReportFormat, scope: FrameworkScope) {
  return fetchFile(`/reports/${encodeURIComponent(id)}.${format}${searchOf({ ...scope })}`)
}

export function fetchReports(signal?: AbortSignal) {
  return fetchJson(Type.Array(Report), '/reports', { signal })
}
