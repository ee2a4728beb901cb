/** The users of this server: what they may and see, where they are known. */

import type { User } from '@evenkeel/model'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deleteUser, fetchUsers } from '../api/access.ts'
import table from '../elements/data-table.module.css'
import { Empty, Failed, Loading, Notice } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import css from './access.module.css'
import { describeReach } from './reach-text.ts'
import { RowButtons } from './row-buttons.tsx'
import { EditUser, UserForm } from './user-form.tsx'

const sources = { local: 'password', oidc: 'identity provider', link: 'login link' }

export function Users() {
  const users = useQuery({ queryKey: ['users'], queryFn: ({ signal }) => fetchUsers(signal) })
  const [edited, setEdited] = useState<User>()
  const queries = useQueryClient()
  const removing = useMutation({
    mutationFn: deleteUser,
    // Also where it was refused: what is there now is shown beside the reason.
    onSettled: () => queries.invalidateQueries(),
  })
  if (users.isPending) return <Loading label="Loading the users" rows={4} height={28} />
  if (users.isError) {
    return <Failed what="The users" error={users.error} onRetry={() => users.refetch()} />
  }
  return (
    <div className={css.stack}>
      <UserForm />
      {removing.error && <Notice tone="warning">{removing.error.message}</Notice>}
      {users.data.length === 0 ? (
        <Empty title="There are no users yet.">
          Whoever starts Evenkeel signs in with the login link; everybody else needs a user.
        </Empty>
      ) : (
        <UserTable users={users.data} onEdit={setEdited} onRemove={removing.mutate} />
      )}
      <EditUser user={edited} onClose={() => setEdited(undefined)} />
    </div>
  )
}

interface UserTableProps {
  users: User[]
  onEdit: (user: User) => void
  onRemove: (user: User) => void
}

function UserTable({ users, onEdit, onRemove }: UserTableProps) {
  return (
    <div className={table.frame}>
      <table className={table.table} aria-label="Users">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Role</th>
            <th scope="col">Sees</th>
            <th scope="col">Signs in by</th>
            <th scope="col">Last login</th>
            <th scope="col">Locked until</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((it) => (
            <tr key={it.name}>
              <th scope="row">{it.name}</th>
              <td>{it.role}</td>
              <td className={css.reach} title={describeReach(it.reach)}>
                {describeReach(it.reach)}
              </td>
              <td>{sources[it.source]}</td>
              <td>
                <Time at={it.last_login_at} />
              </td>
              <td>
                <Time at={it.locked_until} absent="–" />
              </td>
              <td className={table.numeric}>
                <RowButtons
                  name={it.name}
                  // Of users of a provider, groups decide.
                  onChange={it.source === 'local' ? () => onEdit(it) : undefined}
                  onRemove={() => onRemove(it)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
