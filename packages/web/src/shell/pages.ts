/** The pages in the navigation: those that work, no others. */

import {
  IconActivity,
  IconBox,
  IconCertificate,
  IconChecklist,
  IconGauge,
  IconKey,
  IconListSearch,
  IconServer2,
  IconShieldCheck,
  IconStack2,
  IconUsers,
} from '@tabler/icons-react'

/** For those who keep the server. */
export const adminPages: readonly string[] = ['/access', '/system']

export const pages = [
  { to: '/', label: 'Overview', Icon: IconGauge, exact: true, keys: 'G then O' },
  { to: '/findings', label: 'Findings', Icon: IconListSearch, exact: false, keys: 'G then F' },
  { to: '/clusters', label: 'Clusters', Icon: IconServer2, exact: false, keys: 'G then C' },
  { to: '/compliance', label: 'Compliance', Icon: IconCertificate, exact: false, keys: 'G then P' },
  { to: '/rules', label: 'Rules', Icon: IconChecklist, exact: false, keys: 'G then R' },
  { to: '/inventory', label: 'Inventory', Icon: IconStack2, exact: false, keys: 'G then I' },
  { to: '/resources', label: 'Resources', Icon: IconBox, exact: false, keys: 'G then U' },
  { to: '/rbac', label: 'RBAC', Icon: IconKey, exact: false, keys: 'G then B' },
  { to: '/exceptions', label: 'Exceptions', Icon: IconShieldCheck, exact: false, keys: 'G then E' },
  { to: '/access', label: 'Access', Icon: IconUsers, exact: false, keys: 'G then A' },
  { to: '/system', label: 'System', Icon: IconActivity, exact: false, keys: 'G then S' },
] as const
