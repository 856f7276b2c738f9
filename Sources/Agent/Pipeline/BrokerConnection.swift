internal import MQTT
internal import Runtime
internal import Telemetry

/// How the connection to the broker stands, and when it is tried again.
struct BrokerConnection {
    var isConnected = false
    /// Nothing while a connection is there or under way.
    var nextTry: Uptime?
    var since: Timestamp?
    var lastError: MQTTError?
    /// When storing is tried again while the disk is full.
    var nextStuckTry = Uptime(nanoseconds: 0)
    private var failures = 0

    mutating func noteConnected(at now: Timestamp) {
        self = BrokerConnection()
        isConnected = true
        since = now
    }

    /// The next try comes after a wait that doubles up to the longest, less a random part of it.
    mutating func noteLost(
        _ error: MQTTError?, at now: Timestamp, uptime: Uptime, waits: ClosedRange<Double>, random: UInt64
    ) {
        if isConnected || since == nil { since = now }
        isConnected = false
        lastError = error
        failures = min(failures + 1, 32)
        let most = min(waits.upperBound, waits.lowerBound * Double(1 << (failures - 1)))
        let part = 0.5 + Double(random >> 11) / 9_007_199_254_740_992 / 2
        nextTry = uptime.advanced(seconds: most * part)
    }
}
