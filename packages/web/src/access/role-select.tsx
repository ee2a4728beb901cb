/** Chooses a role. */

import { Role } from '@evenkeel/model'
import { Select } from '@mantine/core'
import { Value } from 'typebox/value'

const roles = [
  { value: 'viewer', label: 'Viewer: looks' },
  { value: 'operator', label: 'Operator: adds clusters, asks for exceptions' },
  { value: 'editor', label: 'Editor: accepts, sets rules' },
  { value: 'admin', label: 'Admin: decides who may' },
]

export function RoleSelect({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <Select
      label="Role"
      w={240}
      allowDeselect={false}
      data={roles}
      value={value}
      onChange={(role) => {
        if (Value.Check(Role, role)) onChange(role)
      }}
    />
  )
}
