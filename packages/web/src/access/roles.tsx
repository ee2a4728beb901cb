/** Roles that people made: what each may, who has it, changing and removing it. */

import type { CustomRole } from '@evenkeel/model'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deleteRole, fetchRoles } from '../api/roles.ts'
import table from '../elements/data-table.module.css'
import { Empty, Failed, Loading, Notice } from '../elements/states.tsx'
import css from './access.module.css'
import { GroupTrialForm } from './group-trial.tsx'
import { RoleForm } from './role-form.tsx'
import { permissionWords } from './role-words.ts'
import { RowButtons } from './row-buttons.tsx'

export function Roles() {
  const roles = useQuery({ queryKey: ['roles'], queryFn: ({ signal }) => fetchRoles(signal) })
  const [edited, setEdited] = useState<CustomRole>()
  const queries = useQueryClient()
  const removing = useMutation({
    mutationFn: deleteRole,
    // Also where it was refused: who has it now is shown beside the reason.
    onSettled: () => queries.invalidateQueries({ queryKey: ['roles'] }),
  })
  if (roles.isPending) return <Loading label="Loading the roles" rows={4} height={28} />
  if (roles.isError) {
    return <Failed what="The roles" error={roles.error} onRetry={() => roles.refetch()} />
  }
  return (
    <div className={css.stack}>
      <RoleForm key={edited?.name} role={edited} onDone={() => setEdited(undefined)} />
      {removing.error && <Notice tone="warning">{removing.error.message}</Notice>}
      {roles.data.length === 0 ? (
        <Empty title="There are no roles of your own.">
          Viewer, operator, editor and admin are there by themselves; each may what the one before
          may.
        </Empty>
      ) : (
        <RoleTable roles={roles.data} onEdit={setEdited} onRemove={removing.mutate} />
      )}
      <GroupTrialForm />
    </div>
  )
}

interface RoleTableProps {
  roles: CustomRole[]
  onEdit: (role: CustomRole) => void
  onRemove: (role: CustomRole) => void
}

function RoleTable({ roles, onEdit, onRemove }: RoleTableProps) {
  return (
    <div className={table.frame}>
      <table className={table.table} aria-label="Roles">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">For</th>
            <th scope="col">May, beside looking</th>
            <th scope="col">Held by</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {roles.map((it) => (
            <tr key={it.name}>
              <th scope="row">{it.name}</th>
              <td>{it.description}</td>
              <td>{it.permissions.map((one) => permissionWords[one]).join(', ') || 'nothing'}</td>
              <td>{it.held_by.join(', ') || 'nobody'}</td>
              <td className={table.numeric}>
                <RowButtons
                  name={it.name}
                  onChange={() => onEdit(it)}
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
