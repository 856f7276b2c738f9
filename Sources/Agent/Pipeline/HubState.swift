internal import Telemetry

/// Whether the hub can be reached, and since when.
struct HubState {
    var isReachable = false
    var since: Timestamp?
    var detail = "no round yet"

    mutating func note(reachable: Bool, _ detail: String, at now: Timestamp) {
        if reachable != isReachable || since == nil { since = now }
        isReachable = reachable
        self.detail = detail
    }
}
