public import MQTT
public import Runtime

/// Why a message was not delivered, or a publisher could not be used.
public enum DeviceError: CodedError, Equatable {
    /// The queue was full and the policy is to refuse the newest.
    case queueFull(capacity: Int)
    /// The queue was full and the policy is to drop the oldest: it was this one.
    case dropped
    /// The publisher was stopped before the message was acknowledged.
    case stopped
    /// No connection came about in the time that the caller gave.
    case timedOut(seconds: Double, last: MQTTError?)
    /// A value that no payload can hold: infinite, or not a number.
    case valueNotFinite(metric: String)
    /// The connection or the broker said no.
    case mqtt(MQTTError)

    /// Stable over versions; the connection's own code when it is the cause.
    public var code: String {
        switch self {
        case .queueFull: "DEVICE_QUEUE_FULL"
        case .dropped: "DEVICE_MESSAGE_DROPPED"
        case .stopped: "DEVICE_STOPPED"
        case .timedOut(_, let last): last?.code ?? "DEVICE_TIMED_OUT"
        case .valueNotFinite: "DEVICE_VALUE_NOT_FINITE"
        case .mqtt(let error): error.code
        }
    }

    /// What happened and, where that can be said, what to do.
    public var message: String {
        switch self {
        case .queueFull(let capacity):
            "\(capacity) messages wait already; publish more slowly, or choose a larger queue or another policy"
        case .dropped: "newer messages took its place in the full queue"
        case .stopped: "the publisher was stopped before the broker had acknowledged it"
        case .timedOut(let seconds, let last):
            "no connection within \(seconds) s" + (last.map { ": \($0.message)" } ?? "")
        case .valueNotFinite(let metric): "the value of \(metric) is not a finite number"
        case .mqtt(let error): error.message
        }
    }
}
