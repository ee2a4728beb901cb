/**
 * What a posture was and how resources hang together: versions, links, and rollups by who owns what.
 *
 * Kinds of links are the numbers of `storage/resource-links.ts`.
 */

import { type Kysely, sql } from 'kysely'

const statements = [
  // Of what an agent says of its period, apart from what was measured between its cycles.
  'alter table scope add column declared_period_ms bigint, add column rules_version text',
  // Links of a cluster are made anew where they were made by an older version; 0 stands for never.
  'alter table cluster add column links_version integer not null default 0',

  // Rollup by where the resources stand and what owns them; empty texts for neither.
  `create table owner_count (
    cluster_id uuid not null,
    namespace text not null,
    owner text not null,
    severity smallint not null,
    evaluation smallint not null,
    n integer not null,
    excepted integer not null,
    primary key (cluster_id, namespace, owner, severity, evaluation))`,
  `insert into owner_count (cluster_id, namespace, owner, severity, evaluation, n, excepted)
    select f.cluster_id, coalesce(r.namespace, ''), coalesce(r.owner, ''), f.severity, f.evaluation,
      count(*), count(f.exception_id)
    from finding f join resource r on r.cluster_id = f.cluster_id and r.resource_id = f.resource_id
    where f.lifecycle is distinct from 3 group by 1, 2, 3, 4, 5`,

  // What each cycle moved, by rule: a tally of an earlier time is that of now without what came after.
  `create table finding_flow (
    cluster_id uuid not null,
    at timestamptz not null,
    place_no integer not null,
    severity smallint not null,
    passed integer not null,
    manual integer not null,
    unknown integer not null,
    failed integer not null,
    began integer not null,
    resolved integer not null,
    appeared integer not null,
    gone integer not null,
    primary key (cluster_id, at, place_no, severity))`,
  "create index score_point_total on score_point (cluster_id, at) where benchmark_id = '' and section = ''",

  `create table cluster_event (
    cluster_id uuid not null,
    at timestamptz not null,
    kind text not null,
    subject text not null,
    text text not null,
    primary key (cluster_id, at, kind, subject))`,
  `insert into cluster_event (cluster_id, at, kind, subject, text)
    select cluster_id, created_at, 'cluster-added', '', 'The cluster ' || name || ' was added.' from cluster`,

  // The current version is in resource_data; those before it are here.
  'alter table resource_data add column hash text, add column since timestamptz',
  `update resource_data d set hash = k.hash, since = c.last_evaluated_at
    from resource r, resource_key k, cluster c
    where r.cluster_id = d.cluster_id and r.resource_id = d.resource_id
      and k.cluster_id = d.cluster_id and k.scope = r.scope and k.id = r.id
      and c.cluster_id = d.cluster_id`,
  `create table resource_version (
    cluster_id uuid not null,
    resource_id uuid not null,
    since timestamptz not null,
    until timestamptz not null,
    hash text not null,
    failed integer not null,
    passed_rules integer[] not null,
    data bytea not null,
    primary key (cluster_id, resource_id, since))`,

  // One row for each name that an object gives of another.
  `create table resource_link (
    cluster_id uuid not null,
    resource_id uuid not null,
    kind smallint not null,
    target_id uuid not null,
    label text not null,
    target text not null,
    primary key (cluster_id, resource_id, kind, target_id, label))`,
  'create index resource_link_target on resource_link (cluster_id, target_id)',
  // What stands in the place of names: the labels of pods, and what selects by them.
  `create table resource_selector (
    cluster_id uuid not null,
    resource_id uuid not null,
    namespace text not null,
    pod_labels jsonb,
    selector jsonb,
    primary key (cluster_id, resource_id))`,
  'create index resource_selector_namespace on resource_selector (cluster_id, namespace)',
  // Null for those that came before it was kept.
  'alter table resource add column first_seen timestamptz',
  // From when to when a resource was not there that came back.
  `create table resource_absence (
    cluster_id uuid not null,
    resource_id uuid not null,
    gone_at timestamptz not null,
    back_at timestamptz not null,
    primary key (cluster_id, resource_id, gone_at))`,
  'create index resource_kind on resource (cluster_id, sub_type, namespace)',
]

export const time = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
