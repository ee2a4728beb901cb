/** Credentials of agents that end, are renewed and can be revoked. */

import { type Kysely, sql } from 'kysely'

const statements = [
  // All credentials of one node of a cluster are one agent's. A credential that was renewed names its successor.
  `alter table token add column agent_id uuid, add column agent_version text,
    add column successor_id uuid, add column revoked_at timestamptz,
    add column revoked_because text`,
  `update token set agent_id = agent.agent_id from (
      select cluster_id, subject, gen_random_uuid() as agent_id from token
      where kind = 'agent' group by cluster_id, subject) as agent
    where token.kind = 'agent' and token.cluster_id = agent.cluster_id
      and token.subject is not distinct from agent.subject`,
]

export const agentCredentials = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
