public import Runtime
public import SyncWire
public import Telemetry

/// Why the edge does not carry out a command of the hub.
public enum CommandRefusal: CodedError, Equatable {
    /// The bytes are no command.
    case malformed(EventPayloadError)
    /// No key of that name is trusted.
    case keyUnknown(String)
    /// The signature is not that of the key over these bytes.
    case signatureInvalid
    /// It is for another agent, or another tenant's.
    case agentOther
    /// Its time is over.
    case expired(Timestamp)
    /// It allows itself more time than any command may have.
    case lifeTooLong
    /// The machine is latched, and the issuer had not seen by which.
    case latched(FieldPath)
    /// The machine's document lacks writes that the issuer knew.
    case versionMissing(Dot)
    /// The machine has another status.
    case statusOther(MachineStatus)
    /// A measured value is not as it must be, too old, or was never measured.
    case measuredFalse(MetricName)
    /// The machine's profile does not know the action, or not with these arguments.
    case actionNotAllowed(String)
    /// The agent does not serve the machine.
    case machineUnknown
    /// A command with a higher fence was carried out.
    case fenced(UInt64)
    /// The clocks of the agent and the hub disagree, so that nobody can tell whether its time is over.
    case clockUnknown(ClockDisagreement)

    /// Stable over versions; stands in the result that the hub gets.
    public var code: String {
        switch self {
        case .malformed: "COMMAND_MALFORMED"
        case .keyUnknown: "COMMAND_KEY_UNKNOWN"
        case .signatureInvalid: "COMMAND_SIGNATURE_INVALID"
        case .agentOther: "COMMAND_AGENT_OTHER"
        case .expired: "COMMAND_EXPIRED"
        case .lifeTooLong: "COMMAND_LIFE_TOO_LONG"
        case .latched: "COMMAND_LATCHED"
        case .versionMissing: "COMMAND_VERSION_MISSING"
        case .statusOther: "COMMAND_STATUS_OTHER"
        case .measuredFalse: "COMMAND_MEASURED_FALSE"
        case .actionNotAllowed: "COMMAND_ACTION_NOT_ALLOWED"
        case .machineUnknown: "COMMAND_MACHINE_UNKNOWN"
        case .fenced: "COMMAND_FENCED"
        case .clockUnknown: "COMMAND_CLOCK_UNKNOWN"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .malformed(let error): "The command cannot be read: \(error.message)"
        case .keyUnknown(let key): "The command is signed by \(key), which this agent does not trust."
        case .signatureInvalid: "The signature does not fit the command."
        case .agentOther: "The command is for another agent."
        case .expired(let time): "The command expired at \(time)."
        case .lifeTooLong: "The command allows itself more time than commands may have."
        case .latched(let path): "The machine is latched by \(path), which the issuer had not seen."
        case .versionMissing(let dot): "The machine's document lacks the write \(dot) that the issuer knew."
        case .statusOther(let status): "The machine is \(status.rawValue)."
        case .measuredFalse(let metric): "The newest \(metric) is not as the command asks, or too old."
        case .actionNotAllowed(let why): "The action is not allowed: \(why)"
        case .machineUnknown: "This agent does not serve the machine."
        case .fenced(let fence): "A command with fence \(fence) was carried out already."
        case .clockUnknown(let clocks): "\(clocks.message) Nobody can tell whether its time is over."
        }
    }
}
