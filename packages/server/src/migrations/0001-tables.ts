/**
 * The first tables.
 *
 * Everything that grows has `cluster_id` first in its key, so that the tables can be distributed by it.
 * Codes: evaluation 0 passed, 1 manual, 2 unknown, 3 failed; severity 0 info to 4 critical;
 * lifecycle 0 resolved, 1 open, 2 reopened, 3 gone, null for a finding that never failed.
 */

import { type Kysely, sql } from 'kysely'

const statements = [
  `create table cluster (
    cluster_id uuid primary key,
    name text not null,
    kind text not null,
    provider text,
    kubernetes_version text,
    benchmark_id text,
    labels jsonb not null,
    nodes jsonb,
    created_at timestamptz not null,
    last_evaluated_at timestamptz)`,

  // Small tables of the whole installation.
  `create table token (
    token_hash bytea primary key,
    kind text not null,
    cluster_id uuid,
    subject text,
    created_at timestamptz not null,
    expires_at timestamptz,
    used_at timestamptz)`,
  'create index token_cluster on token (cluster_id)',
  `create table rule (
    rule_no integer generated always as identity primary key,
    rule_id text not null unique,
    body jsonb not null)`,
  `create table rule_place (
    place_no integer generated always as identity primary key,
    rule_no integer not null,
    benchmark_id text not null,
    unique (rule_no, benchmark_id))`,

  `create table scope (
    cluster_id uuid not null,
    scope text not null,
    node text,
    agent_version text,
    benchmark_id text,
    sequence bigint not null,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    period_ms bigint,
    coverage jsonb not null,
    resident_bytes bigint,
    primary key (cluster_id, scope))`,

  `create table resource (
    cluster_id uuid not null,
    resource_id uuid not null,
    scope text not null,
    id text not null,
    type text not null,
    sub_type text,
    api_version text,
    name text not null,
    namespace text,
    node text,
    owner text,
    labels jsonb not null,
    words text not null,
    failed integer not null,
    passed integer not null,
    unknown integer not null,
    manual integer not null,
    gone_at timestamptz,
    primary key (cluster_id, resource_id))`,
  'create index resource_failed on resource (failed desc, cluster_id, resource_id) where failed > 0',
  `create table resource_data (
    cluster_id uuid not null,
    resource_id uuid not null,
    data jsonb not null,
    primary key (cluster_id, resource_id))`,
  // What the agents compare with: the hash of the resource and those of its findings by rule id.
  `create table resource_key (
    cluster_id uuid not null,
    scope text not null,
    id text not null,
    hash text not null,
    findings jsonb not null,
    primary key (cluster_id, scope, id))`,

  `create table finding (
    cluster_id uuid not null,
    id uuid not null,
    resource_id uuid not null,
    rule_no integer not null,
    place_no integer not null,
    evaluation smallint not null,
    severity smallint not null,
    lifecycle smallint,
    first_seen timestamptz not null,
    changed_at timestamptz not null,
    primary key (cluster_id, id)) with (fillfactor = 90)`,
  'create index finding_resource on finding (cluster_id, resource_id)',
  'create index finding_order on finding (evaluation desc, severity desc, changed_at desc, id desc)',
  `create table finding_evidence (
    cluster_id uuid not null,
    id uuid not null,
    reason text,
    evidence jsonb not null,
    primary key (cluster_id, id))`,
  // The state before each change; the state after the last one is in finding.
  `create table finding_change (
    cluster_id uuid not null,
    at timestamptz not null,
    id uuid not null,
    resource_id uuid not null,
    rule_no integer not null,
    place_no integer not null,
    kind text not null,
    previous_evaluation smallint,
    previous_severity smallint,
    previous_lifecycle smallint,
    previous_changed_at timestamptz,
    previous_reason text,
    previous_evidence jsonb,
    evaluation smallint,
    primary key (cluster_id, at, id)) partition by range (at)`,
  'create index finding_change_id on finding_change (cluster_id, id, at)',

  // Rollups, kept in step by the ingest: findings that are not gone.
  `create table finding_count (
    cluster_id uuid not null,
    place_no integer not null,
    severity smallint not null,
    evaluation smallint not null,
    n integer not null,
    primary key (cluster_id, place_no, severity, evaluation))`,
  `create table score_point (
    cluster_id uuid not null,
    at timestamptz not null,
    benchmark_id text not null,
    section text not null,
    tally jsonb not null,
    primary key (cluster_id, at, benchmark_id, section))`,
]

export const tables = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
