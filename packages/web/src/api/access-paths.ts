/** Asks who can do what in a cluster, and what one of them can. */

import {
  AccessGrantPage,
  AccessPathPage,
  type AccessSubject,
  AccessSubjectPage,
} from '@evenkeel/model'
import { fetchJson, searchOf } from './request.ts'

export interface AccessQuestion {
  /** One verb, or several with commas of which any counts. */
  verb: string
  /** `pods/exec`; with its group after a dot: `deployments.apps`. */
  resource: string
  namespace: string | undefined
}

export function fetchAccessPaths(cluster: string, question: AccessQuestion, signal?: AbortSignal) {
  const { verb, resource, namespace } = question
  const search = searchOf({ cluster, verb, namespace, ...splitResource(resource) })
  return fetchJson(AccessPathPage, `/access-paths${search}`, { signal })
}

export function fetchAccessSubjects(cluster: string, signal?: AbortSignal) {
  return fetchJson(AccessSubjectPage, `/access-subjects${searchOf({ cluster })}`, { signal })
}

export function fetchAccessGrants(cluster: string, subject: AccessSubject, signal?: AbortSignal) {
  const { kind, name, namespace } = subject
  const search = searchOf({ cluster, kind, name, namespace: namespace ?? undefined })
  return fetchJson(AccessGrantPage, `/access-grants${search}`, { signal })
}

/** `deployments.apps/scale` is the resource `deployments/scale` of the group `apps`; paths stay whole. */
export function splitResource(text: string): { resource: string; group: string } {
  const dot = text.indexOf('.')
  if (text.startsWith('/') || dot < 0) return { resource: text, group: '' }
  const slash = text.indexOf('/', dot)
  const end = slash < 0 ? text.length : slash
  return { resource: text.slice(0, dot) + text.slice(end), group: text.slice(dot + 1, end) }
}
