# METADATA
# scope: package
# title: Profiles and metrics of the scheduler ask for rights
# description: |
#   Looks whether callers without credentials may read profiles and metrics, which the scheduler
#   shows by the same rights, by the roles that are bound to them, and lists the roles that may.
#   Whether the endpoint itself asks for credentials, only a call shows.
# custom:
#   id: ocp-scheduler-healthz-rbac
#   severity: medium
#   category: RBAC
#   rationale: |
#     Health, metrics and profiles tell an attacker how the cluster is built and how it fares.
#   remediation: |
#     ```sh
#     oc get clusterroles -o json | jq -r '.items[] | select(.rules[]?.nonResourceURLs[]? | test("/debug/pprof")) | .metadata.name'
#     ```
#   impact: |
#     Probes that come without credentials stop working.
#   resource_types: [kubernetes_cluster]
#   inventory: [ClusterRole, ClusterRoleBinding]
#   manual: true
package rules.openshift.scheduler_healthz_rbac

import data.lib.endpoints

finding := endpoints.finding(["/debug/pprof", "/metrics"], "Do the health and debug endpoints of the scheduler (port 10259) ask for credentials?")
