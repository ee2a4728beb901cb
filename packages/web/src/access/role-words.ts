/** What each permission is called in the pages. */

import type { Permission } from '@evenkeel/model'

export const permissionWords: Record<Permission, string> = {
  'clusters.operate': 'add clusters',
  'clusters.remove': 'remove clusters',
  'findings.discuss': 'assign and comment',
  'exceptions.request': 'ask for exceptions',
  'exceptions.approve': 'decide on exceptions',
  'attestations.write': 'answer manual rules',
  'rules.write': 'set rules',
  'settings.write': 'change settings',
  'views.share': 'share views',
}
