/** How the server itself is: version, storage, jobs, what comes in. */

import { type Static, Type } from 'typebox'
import { nullable, oneOf } from '../vocabulary.ts'

/** GET /system, for whoever keeps the server. */
export const SystemStatus = Type.Object({
  version: Type.String(),
  mode: oneOf('local', 'server'),
  /** When this process began. */
  started_at: Type.String(),
  node_version: Type.String(),
  rules: Type.Object({
    version: Type.String(),
    count: Type.Integer(),
    benchmarks: Type.Integer(),
    /** SHA-256 of all rules and benchmarks; equal where two servers judge alike. */
    hash: Type.String(),
  }),
  retention: Type.Object({
    days: Type.Integer(),
    /** The oldest change that is kept; null without any. */
    oldest_change_at: nullable(Type.String()),
  }),
  database: Type.Object({
    kind: oneOf('embedded', 'postgresql'),
    version: Type.String(),
    bytes: Type.Integer(),
    migration: nullable(Type.String()),
    /** Largest first; rows are the database's estimate, null before it has one. */
    datasets: Type.Array(
      Type.Object({
        name: Type.String(),
        bytes: Type.Integer(),
        rows: nullable(Type.Integer()),
      }),
    ),
  }),
  /** Of this process, by name; each process does them all. */
  jobs: Type.Array(
    Type.Object({
      name: Type.String(),
      runs: Type.Integer(),
      failures: Type.Integer(),
      last_run_at: Type.String(),
      last_seconds: Type.Number(),
      /** Why it failed last; null after it was done. */
      last_error: nullable(Type.String()),
    }),
  ),
  ingest: Type.Object({
    clusters: Type.Object({
      reporting: Type.Integer(),
      stale: Type.Integer(),
      waiting: Type.Integer(),
    }),
    scopes: Type.Object({ current: Type.Integer(), stale: Type.Integer() }),
    last_evaluated_at: nullable(Type.String()),
    /** Cycles that this process took, by what became of them. */
    cycles: Type.Record(Type.String(), Type.Integer()),
    /** Open pages that listen to changes. */
    listeners: Type.Integer(),
  }),
})
export type SystemStatus = Static<typeof SystemStatus>
