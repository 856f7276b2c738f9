import AgentAutonomy
import Runtime
import SyncWire
import Telemetry

/// The controls of a device: what it was told to do, what it did, and what it says about it.
///
/// It knows nothing of ids: what reaches it twice it does twice.
struct DeviceControls {
    /// A command that reached the device, and how things stood then.
    struct Delivery {
        var id: DeviceCommandID
        /// By the world's own time.
        var at: Timestamp
        /// A latch was set that the command had not seen.
        var isLatched: Bool
        /// What the command asks for did not hold.
        var isConditionFalse: Bool
        /// How far the agent may misjudge the hub's clock, as it knows itself.
        var clockErrorSeconds: Double
        /// How long the hub's newest word on its time was on its way; nothing when the process had not heard of it.
        var heardLateSeconds: Double?
        /// Whether the agent knew that the clocks disagree.
        var isClockRefused: Bool
        /// When the hub took the round of whose answer it follows that the command might go.
        var freeSince: Timestamp
        /// The branch of the folder that told the device.
        var branch: Int
        /// How much the device had been told before.
        var number: Int
        /// Whether the device did it.
        var hadEffect: Bool
    }

    struct Answer {
        var id: DeviceCommandID
        var word: CommandAnswer
        var due: Uptime
    }

    private(set) var deliveries: [Delivery] = []
    /// Which branch of the folder is beside it; see `FolderBranches`.
    var branch: Int
    /// What the number is of the last command that had an effect.
    private(set) var level = 0
    private var effects = MachineEffects()
    private var wishes: [DeviceCommandID: CommandWish] = [:]
    private var answers: [Answer] = []

    init(branch: Int) {
        self.branch = branch
    }

    /// The controls beside a copied gateway, to which the same commands may come; the machine behind them is the same.
    func copied(branch: Int) -> DeviceControls {
        var copy = DeviceControls(branch: branch)
        copy.wishes = wishes
        copy.effects = effects
        return copy
    }

    /// What is to happen when a command reaches it.
    mutating func expect(_ wish: CommandWish) {
        wishes[wish.id] = wish
    }

    /// A command reaches the device.
    mutating func deliver(_ delivery: Delivery, at now: Uptime) {
        guard let wish = wishes[delivery.id] else { return }
        let before = deliveries.count { $0.id == delivery.id }
        var delivery = delivery
        let behaviour = wish.behaviours[min(before, wish.behaviours.count - 1)]
        switch behaviour {
        case .does(let accepts, let seconds):
            delivery.hadEffect = true
            if accepts { answers.append(Answer(id: delivery.id, word: .accepted, due: now)) }
            answers.append(Answer(id: delivery.id, word: .done, due: now.advanced(seconds: seconds)))
        case .fails(let seconds):
            answers.append(Answer(id: delivery.id, word: .failed, due: now.advanced(seconds: seconds)))
        case .diesBefore: break
        case .diesAfter: delivery.hadEffect = true
        }
        if delivery.hadEffect {
            level = wish.number
            effects.ids.insert(delivery.id)
        }
        deliveries.append(delivery)
    }

    /// After how many effects the agent dies that has just told the device of a command.
    func crash(after id: DeviceCommandID) -> Int? {
        deliveries.count { $0.id == id } == 1 ? wishes[id]?.crashesAfter : nil
    }

    /// What it has said; the broker keeps it until it is acknowledged.
    func said(by now: Uptime) -> [Answer] { answers.filter { $0.due <= now } }

    /// The agent has these answers for good.
    mutating func acknowledge(through now: Uptime) {
        answers.removeAll { $0.due <= now }
    }

    /// Whether a command had its effect, as the machine shows it.
    func shows(_ id: DeviceCommandID) -> Bool { effects.ids.contains(id) }
}
