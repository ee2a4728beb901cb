/** What people set for rules, who set it when, and what it does to findings. */

import { type Kysely, sql } from 'kysely'

const statements = [
  // Without a cluster it is for those with the labels; without labels for all.
  `create table rule_setting (
    setting_id uuid primary key,
    rule_id text not null,
    cluster_id uuid,
    cluster_labels jsonb not null,
    scope_key text not null,
    state text,
    severity text,
    parameters jsonb not null,
    reason text not null,
    created_at timestamptz not null,
    created_by text not null,
    updated_at timestamptz not null,
    updated_by text not null,
    unique (rule_id, scope_key))`,
  // Values before it was made and after it was taken away are null.
  `create table rule_setting_change (
    change_id bigint generated always as identity primary key,
    at timestamptz not null,
    by text not null,
    rule_id text not null,
    cluster_id uuid,
    cluster_labels jsonb not null,
    reason text not null,
    before jsonb,
    after jsonb)`,
  'create index rule_setting_change_rule on rule_setting_change (rule_id, change_id desc)',

  // Lifecycle 4 is a finding whose rule is off; what its lifecycle would be else is held beside it.
  // Own severity is null where nobody set another.
  'alter table finding add column held_lifecycle smallint, add column own_severity smallint',
  'alter table cluster add column settled_at timestamptz',
  'alter table scope add column settings_version text',
]

export const ruleSettings = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
