/** API tokens of scripts: what each may at most, when it was used, and how it ends. */

import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { deleteAccess, fetchTokens } from '../api/access.ts'
import table from '../elements/data-table.module.css'
import { Empty, Failed, Loading, Notice } from '../elements/states.tsx'
import { DayOf, Time } from '../elements/time.tsx'
import css from './access.module.css'
import { describeReach } from './reach-text.ts'
import { TokenForm } from './token-form.tsx'

export function Tokens() {
  const queries = useQueryClient()
  const tokens = useQuery({
    queryKey: ['grants', 'tokens'],
    queryFn: ({ signal }) => fetchTokens(signal),
  })
  const ending = useMutation({
    mutationFn: (id: string) => deleteAccess('tokens', id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['grants'] }),
  })
  if (tokens.isPending) return <Loading label="Loading the tokens" rows={4} height={28} />
  if (tokens.isError) {
    return <Failed what="The tokens" error={tokens.error} onRetry={() => tokens.refetch()} />
  }
  return (
    <div className={css.stack}>
      <TokenForm />
      {ending.error && <Notice tone="warning">{ending.error.message}</Notice>}
      {tokens.data.length === 0 ? (
        <Empty title="There are no tokens.">Scripts sign in with one instead of a password.</Empty>
      ) : (
        <div className={table.frame}>
          <table className={table.table} aria-label="API tokens">
            <thead>
              <tr>
                <th scope="col">For</th>
                <th scope="col">Role</th>
                <th scope="col">May</th>
                <th scope="col">Sees</th>
                <th scope="col">Last used</th>
                <th scope="col">Until</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tokens.data.map((it) => (
                <tr key={it.id}>
                  <th scope="row">{it.name}</th>
                  <td>{it.role}</td>
                  <td>{it.abilities.join(', ')}</td>
                  <td className={css.reach} title={describeReach(it.reach)}>
                    {describeReach(it.reach)}
                  </td>
                  <td>
                    <Time at={it.last_used_at} />
                  </td>
                  <td>{it.expires_at ? <DayOf at={it.expires_at} /> : 'no end'}</td>
                  <td className={table.numeric}>
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`End ${it.name}`}
                      onClick={() => ending.mutate(it.id)}
                    >
                      End
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}
