/// What is left of a plan when a failure is made smaller.
struct FaultSwitches {
    /// Steps that are left out.
    var dropped: Set<Int> = []
    var isNetworkCalm = false
    var isHubCalm = false

    func keeps(_ step: Int) -> Bool { !dropped.contains(step) }
}
