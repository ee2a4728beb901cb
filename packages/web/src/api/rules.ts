/** Asks for rules and benchmarks. */

import { Benchmark, Rule } from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson } from './request.ts'

export function fetchRules(signal?: AbortSignal) {
  return fetchJson(Type.Array(Rule), '/rules', { signal })
}

export function fetchRule(id: string, signal?: AbortSignal) {
  return fetchJson(Rule, `/rules/${encodeURIComponent(id)}`, { signal })
}

export function fetchBenchmarks(signal?: AbortSignal) {
  return fetchJson(Type.Array(Benchmark), '/benchmarks', { signal })
}
