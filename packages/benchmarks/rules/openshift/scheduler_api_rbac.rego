# METADATA
# scope: package
# title: The port of the scheduler asks for rights
# description: |
#   Lists the services that lead to the scheduler of OpenShift, and asks whether their ports ask
#   for credentials.
# custom:
#   id: ocp-scheduler-api-rbac
#   severity: medium
#   category: Control plane
#   rationale: |
#     Metrics of the scheduler tell what runs where.
#   remediation: |
#     ```sh
#     oc get services -n openshift-kube-scheduler
#     oc get endpoints -n openshift-kube-scheduler
#     ```
#   impact: |
#     Probes that come without credentials stop working.
#   resource_types: [kubernetes_cluster]
#   inventory: [Service]
#   manual: true
package rules.openshift.scheduler_api_rbac

import data.lib.inventory
import data.lib.verdict

facts := [{"path": sprintf("Service/openshift-kube-scheduler/%s", [service.metadata.name]), "actual": [port.port | some port in service.spec.ports], "expected": "HTTPS that asks for credentials"} |
	some service in inventory.objects_in("openshift-kube-scheduler", "Service")
]

finding := verdict.asked("Do the ports of the scheduler ask for credentials? A call without any has to be refused.", "Services in openshift-kube-scheduler", facts) if {
	input.type == "kubernetes_cluster"
	"openshift" in data.platforms
}
