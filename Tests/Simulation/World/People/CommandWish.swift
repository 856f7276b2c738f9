import SyncWire
import Telemetry

/// A command that an operator wants, and what the device will do with it.
struct CommandWish {
    enum Condition {
        case nothing
        /// All that the operator knew of the machine's document is to be known there.
        case versions
        case status(MachineStatus)
        /// The latches that the operator sees do not matter.
        case latchesSeen
        /// The measured level is below a value.
        case levelBelow(Double)
    }

    /// What is wrong with it; nothing of it may ever be carried out then.
    enum Forgery {
        case signature
        case key
        case agent
    }

    /// What a device does when a command reaches it.
    enum Behaviour {
        /// It has its effect, and the device says so after a while.
        case does(accepts: Bool, afterSeconds: Double)
        case fails(afterSeconds: Double)
        /// The device dies before it does anything.
        case diesBefore
        /// It has its effect, and the device dies before it says so.
        case diesAfter
    }

    var gateway: Int
    /// Contiguous from 1 for each gateway.
    var number: Int
    var action: String
    var executionClass: ExecutionClass
    var lifeSeconds: Double
    var delaySeconds: Double
    var condition: Condition
    var forgery: Forgery?
    /// One for each time that it reaches the device; the last one for all after it.
    var behaviours: [Behaviour]
    /// The agent dies so many effects after it told the device for the first time.
    var crashesAfter: Int?

    var id: DeviceCommandID { DeviceCommandID(UniqueID(high: UInt64(gateway) + 1, low: UInt64(number))) }

    /// The only action that lets a machine run.
    static let start = "start"
}
