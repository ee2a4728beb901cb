/** Asks for rules and benchmarks. */

import { Benchmark, KnownRule } from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson } from './request.ts'

export function fetchRules(signal?: AbortSignal) {
  return fetchJson(Type.Array(KnownRule), '/rules', { signal })
}

export function fetchRule(id: string, signal?: AbortSignal) {
  return fetchJson(KnownRule, `/rules/${encodeURIComponent(id)}`, { signal })
}

export function fetchBenchmarks(signal?: AbortSignal) {
  return fetchJson(Type.Array(Benchmark), '/benchmarks', { signal })
}
