import SimulatedDisk
import SyncWire

/// Something that happens to the world at a planned time; all of it was drawn when the plan was, so that leaving a
/// step out does not change the others.
enum SimulationStep {
    /// A device has something to say.
    case publish(gateway: Int, messages: [DeviceMessage])
    case seal(gateway: Int)
    case makeRoom(gateway: Int)
    case crash(gateway: Int, afterEffects: Int, fate: PowerLoss, downSeconds: Double)
    case cut(gateway: Int, requests: Bool, answers: Bool, seconds: Double)
    case hubDown(seconds: Double)
    case hubRefuses(status: Int, retryAfterSeconds: Double?, seconds: Double)
    case hubHolds(stream: SyncStream?, seconds: Double)
    /// Too few bytes or records of a stream are taken in a round.
    case hubCredits(stream: SyncStream, records: UInt64, seconds: Double)
    case jump(gateway: Int, seconds: Double)
    case fill(gateway: Int, freeBytes: Int, seconds: Double)
    case damage(gateway: Int, file: String)
    case backup(gateway: Int)
    /// The folder is put back; with `squeeze` for a while on a smaller disk.
    case restore(gateway: Int, squeeze: Squeeze?)
    case clone(gateway: Int)
    case syncRequested(gateway: Int)
    case people(PeopleStep)

    /// A budget of which what is there takes a part, until somebody raises it again.
    struct Squeeze {
        var part: Double
        var seconds: Double
    }

    /// The gateway that it happens to; nothing for what happens to the hub.
    var gateway: Int? {
        switch self {
        case .publish(let gateway, _), .seal(let gateway), .makeRoom(let gateway), .crash(let gateway, _, _, _),
            .cut(let gateway, _, _, _), .jump(let gateway, _), .fill(let gateway, _, _), .damage(let gateway, _),
            .backup(let gateway), .restore(let gateway, _), .clone(let gateway), .syncRequested(let gateway):
            gateway
        case .people(let step): step.gateway
        case .hubDown, .hubRefuses, .hubHolds, .hubCredits: nil
        }
    }
}
