/** The closed lists of words that every part of Evenkeel shares. */

import { type Static, type TSchema, Type } from 'typebox'

/** One of the given words. */
export function oneOf<const T extends readonly string[]>(...values: T) {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...values] })
}

/** What a rule says of a resource. Not applicable is no finding at all; it is counted in coverage. */
export const Evaluation = oneOf('passed', 'failed', 'unknown', 'manual')
export type Evaluation = Static<typeof Evaluation>
export const evaluations = ['failed', 'unknown', 'manual', 'passed'] as const

export const Severity = oneOf('critical', 'high', 'medium', 'low', 'info')
export type Severity = Static<typeof Severity>
/** Worst first. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const

export const Profile = oneOf('level-1', 'level-2')
export type Profile = Static<typeof Profile>

export const Assessment = oneOf('automated', 'manual')
export type Assessment = Static<typeof Assessment>

/**
 * How old a finding's story is: `open` failed now, `resolved` passed after failing, `gone` its resource left,
 * `disabled` somebody turned its rule off for the cluster, so that it counts nowhere.
 */
export const Lifecycle = oneOf('open', 'resolved', 'gone', 'reopened', 'disabled')
export type Lifecycle = Static<typeof Lifecycle>

export const ResourceType = oneOf(
  'kubernetes_master_node',
  'kubernetes_worker_node',
  'aws_eks_worker_node',
  'azure_aks_worker_node',
  'gcp_gke_worker_node',
  'kubernetes_cluster',
  'aws_eks_cluster',
  'azure_aks_cluster',
  'gcp_kubernetes_engine_cluster',
  'k8s_object',
)
export type ResourceType = Static<typeof ResourceType>

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A schema that also takes null, for fields that are present but empty. */
export function nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()])
}
