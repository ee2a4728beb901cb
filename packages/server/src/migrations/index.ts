/** All migrations in order; they only go forward. */

import type { Migration } from 'kysely'
import { tables } from './0001-tables.ts'
import { exceptions } from './0002-exceptions.ts'
import { access } from './0003-access.ts'
import { reach } from './0004-access.ts'
import { decisions } from './0005-decisions.ts'
import { time } from './0006-time.ts'
import { ruleSettings } from './0007-rule-settings.ts'
import { agentCredentials } from './0008-agent-credentials.ts'
import { orders } from './0009-orders.ts'
import { reports } from './0010-reports.ts'
import { roles } from './0011-roles.ts'
import { notes } from './0012-notes.ts'
import { speed } from './0013-speed.ts'

/** Names sort in the order in which they are applied, and never change. */
export const migrations: Record<string, Migration> = {
  '0001-tables': tables,
  '0002-exceptions': exceptions,
  '0003-access': access,
  '0004-access': reach,
  '0005-decisions': decisions,
  '0006-time': time,
  '0007-rule-settings': ruleSettings,
  '0008-agent-credentials': agentCredentials,
  '0009-orders': orders,
  '0010-reports': reports,
  '0011-roles': roles,
  '0012-notes': notes,
  '0013-speed': speed,
}
