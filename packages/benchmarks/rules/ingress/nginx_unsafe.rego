# METADATA
# scope: package
# title: No Ingress writes configuration of nginx
# description: |
#   Looks for annotations of ingress-nginx that put text into the configuration of nginx
#   (snippets, auth-url and others that were misused so), and for the controller itself, which has
#   had no fixes since it was retired in March 2026.
# custom:
#   severity: high
#   category: Network
#   rationale: |
#     A line of configuration reads any file of the controller, the token that opens all Secrets
#     among them.
#   remediation: |
#     Remove the annotation, and move to a controller that is maintained:
#
#     ```sh
#     kubectl -n <namespace> annotate <kind> <name> <annotation>-
#     ```
#   impact: |
#     What the annotation did has to be done by other means.
#   fix:
#     - {match: annotations, remove: true}
#     - {match: image$, set: <image of a maintained controller>}
#   resource_types: [k8s_object]
#   kinds: [Ingress, Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.ingress.nginx_unsafe

import data.lib.pods
import data.lib.verdict

unsafe := {"configuration-snippet", "server-snippet", "auth-snippet", "modsecurity-snippet", "stream-snippet", "auth-tls-match-cn", "mirror-target", "mirror-host"}

annotation_offences := [{"path": sprintf("metadata.annotations[%s]", [key]), "actual": "set", "expected": "none"} |
	input.sub_type == "Ingress"
	some key, _ in object.get(input.data.metadata, "annotations", {})
	startswith(key, "nginx.ingress.kubernetes.io/")
	trim_prefix(key, "nginx.ingress.kubernetes.io/") in unsafe
]

controller_offences := [{"path": sprintf("%s.image", [c.path]), "actual": c.container.image, "expected": "a controller that is maintained"} |
	some c in pods.containers
	contains(c.container.image, "ingress-nginx/controller")
]

finding := verdict.failed_if_any(annotation_offences, []) if input.sub_type == "Ingress"

finding := verdict.failed_if_any(controller_offences, []) if {
	input.sub_type != "Ingress"
	is_object(pods.spec)
}
