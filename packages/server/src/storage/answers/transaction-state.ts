/** Whether a connection is within a transaction, by what was said on it. */

/** `prepared`: over for the database, while whoever began it still says that it is to be committed. */
export type TransactionState = 'none' | 'open' | 'prepared'

export function stateAfter(sql: string, state: TransactionState): TransactionState {
  if (/^(?:begin|start transaction)/i.test(sql)) return 'open'
  if (/^prepare transaction/i.test(sql)) return 'prepared'
  return /^(?:commit|rollback)$/i.test(sql) ? 'none' : state
}
