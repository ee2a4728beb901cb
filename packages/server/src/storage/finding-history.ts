/** Reads the log of changes of one finding. */

import type { FindingChange } from '@evenkeel/model'
import { sql } from 'kysely'
import { countedSql, evaluationOf, isCounted } from './codes.ts'
import type { FindingRecord } from './findings.ts'
import type { ReadDatabase } from './reach.ts'

interface ChangeRow {
  at: Date
  kind: FindingChange['kind']
  previousEvaluation: number | null
  previousEvidence: unknown[] | null
  evaluation: number | null
}

const changesMax = 500

/** Latest first; the last entry is its first sight. The log holds states before, so each entry's evidence is that of the next. */
export async function listHistory(
  db: ReadDatabase,
  record: FindingRecord,
): Promise<FindingChange[]> {
  const { rows } = await sql<ChangeRow>`
    select at, kind, case when ${countedSql('previous_lifecycle')}
        then previous_evaluation end as previous_evaluation, previous_evidence, evaluation
    from finding_change
    where cluster_id = ${record.clusterId} and id = ${record.id}
    order by at desc limit ${changesMax}`.execute(db)
  const word = (code: number | null) => (code === null ? null : evaluationOf(code))
  const current = isCounted(record.lifecycle) ? record.evaluation : null
  const changes = rows.map(
    (row, index): FindingChange => ({
      at: row.at.toISOString(),
      kind: row.kind,
      previous: word(row.previousEvaluation),
      evaluation: word(row.evaluation),
      evidence: (index === 0 ? record.evidence : rows[index - 1]?.previousEvidence) ?? [],
    }),
  )
  if (rows.length === changesMax) return changes
  const oldest = rows.at(-1)
  const first: FindingChange = {
    at: record.firstSeen.toISOString(),
    kind: 'opened',
    previous: null,
    evaluation: word(oldest ? oldest.previousEvaluation : current),
    evidence: (oldest ? oldest.previousEvidence : record.evidence) ?? [],
  }
  return [...changes, first]
}
