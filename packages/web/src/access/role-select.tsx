/** Chooses a role: one of the four, or one that people made. */

import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { fetchRoles } from '../api/roles.ts'

const builtIn = [
  { value: 'viewer', label: 'Viewer: looks' },
  { value: 'operator', label: 'Operator: adds clusters, asks for exceptions' },
  { value: 'editor', label: 'Editor: accepts, sets rules' },
  { value: 'admin', label: 'Admin: decides who may' },
]

interface RoleSelectProps {
  value: string
  onChange: (role: string) => void
}

export function RoleSelect({ value, onChange }: RoleSelectProps) {
  const roles = useQuery({ queryKey: ['roles'], queryFn: ({ signal }) => fetchRoles(signal) })
  const own = (roles.data ?? []).map(({ name, description }) => ({
    value: name,
    label: description === '' ? name : `${name}: ${description}`,
  }))
  const known = [...builtIn, ...own]
  // What somebody has stays choosable, also where the list did not come.
  const isKnown = known.some((it) => it.value === value)
  return (
    <Select
      label="Role"
      w={240}
      allowDeselect={false}
      error={roles.isError ? 'The roles that people made could not be loaded.' : undefined}
      data={isKnown ? known : [...known, { value, label: value }]}
      value={value}
      onChange={(role) => role !== null && onChange(role)}
    />
  )
}
