/** The reports that were made: what they show, for whom, and the checksum of the file. */

import { type Kysely, sql } from 'kysely'

const statements = [
  // The id is made of what the report shows. Without a cluster it is of all; without a checksum it is being made.
  `create table report (
    report_id text not null,
    format text not null,
    framework_id text not null,
    framework_name text not null,
    framework_version text not null,
    cluster_id uuid,
    cluster_name text,
    at timestamptz not null,
    score double precision,
    created_at timestamptz not null,
    created_by text not null,
    bytes integer,
    sha256 text,
    primary key (report_id, format))`,
  'create index report_age on report (created_at desc)',
]

export const reports = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
