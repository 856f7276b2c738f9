import AgentStore
import Runtime
import SimulatedDisk
import SyncCore
import SyncWire
import Telemetry

/// The world of one seed: gateways, a hub and the network between them, in one thread and in virtual time.
///
/// First the plan with all its faults, then healing, then every promise is checked.
final class SimulationWorld {
    enum Happening {
        case step(Int)
        case wake(gateway: Int, life: Int)
        case start(gateway: Int)
        case end(Ending)
        case atHub(Envelope)
        case atGateway(Envelope, Result<RoundAnswer, RoundFailure>)
    }

    /// A fault that is over.
    enum Ending {
        case cut(gateway: Int)
        case hubDown
        case hubRefusal
        case hubLimits
        case fill(gateway: Int)
        case squeeze(gateway: Int)
    }

    /// A round on its way, and the process that sent it.
    struct Envelope: CustomStringConvertible {
        var gateway: Int
        var life: Int
        var connection: Int
        var round: UInt64
        var request: RoundRequest

        var description: String {
            let events = (request.events?.records ?? []).map { "\($0.seq)" }.joined(separator: ",")
            let segments = request.segments.map { "\($0.seq)" }.joined(separator: ",")
            return "gateway \(gateway) life \(life) round \(round & 0xFFFF) E[\(events)] T[\(segments)]"
        }
    }

    let plan: SimulationPlan
    let faults: FaultSwitches
    var time = VirtualTime<Happening>()
    var random: SeededRandom
    var hub = SimulatedHub()
    var gateways: [SimulatedGateway] = []
    /// Agents of which a person has adopted a copy.
    var adopted: Set<AgentID> = []
    var isHubDown = false
    var hubRefusal: RoundFailure?
    var isHealing = false
    var failure: String?
    /// The truth about documents and commands.
    var writes = WriteHistory()
    var orders: [DeviceCommandID: CommandWish] = [:]
    /// Which folders were made out of which.
    var branches = FolderBranches()
    /// Edits that were refused, as they had to be.
    var refusals = 0
    /// Hears of everything that happens, when somebody replays a seed.
    var trace: ((String) -> Void)?
    private(set) var happenings = 0

    init(_ plan: SimulationPlan, faults: FaultSwitches = FaultSwitches()) {
        self.plan = plan
        self.faults = faults
        random = SeededRandom(seed: plan.seed ^ 0x5151_5151)
        for number in 0..<plan.traits.gateways { addGateway(agent: .random(using: &random), number: number) }
    }

    /// Chaos, healing, the checks; nothing when every promise held, else what did not.
    func run() -> String? {
        for gateway in gateways { begin(gateway.number) }
        for (index, step) in plan.steps.enumerated() where faults.keeps(index) {
            time.at(Uptime(nanoseconds: 1_000_000_000).advanced(seconds: step.at), .step(index))
        }
        pass(until: Uptime(nanoseconds: 1_000_000_000).advanced(seconds: (plan.steps.last?.at ?? 0) + 1))
        heal()
        return failure ?? PromiseChecks(self).verdict()
    }

    /// What the hub's clock says.
    var hubTime: Timestamp {
        Timestamp(microseconds: 1_763_712_000_000_000 + Int64(time.now.nanoseconds / 1_000))
    }

    /// How long it was in the world's own time.
    var simulatedSeconds: Double { time.now.seconds(since: Uptime(nanoseconds: 1_000_000_000)) }

    @discardableResult
    func addGateway(agent: AgentID, number: Int) -> SimulatedGateway {
        let gateway = SimulatedGateway(
            number, agent: agent, options: plan.traits.storeOptions(&random), session: plan.traits.session(&random),
            seed: random.next(), now: time.now)
        gateway.disk.lieProbability = plan.traits.lies
        gateways.append(gateway)
        return gateway
    }

    /// Starts an agent and goes on trying until it runs.
    func begin(_ number: Int) {
        let gateway = gateways[number]
        if gateway.start() {
            settleDoubt(of: gateway)
            after(gateway)
        } else {
            time.after(plan.traits.paceSeconds, .start(gateway: number))
        }
    }

    /// Lets time pass, with all that comes due in it.
    func pass(until end: Uptime) {
        while failure == nil, let happening = time.next(until: end) {
            happenings += 1
            if happenings > Self.happeningsMax {
                failure = "RUNS_IN_CIRCLES"
                return
            }
            for gateway in gateways { gateway.clock.pass(to: time.now) }
            happen(happening)
        }
        for gateway in gateways { gateway.clock.pass(to: time.now) }
    }

    private func happen(_ happening: Happening) {
        if let trace { trace("\(simulatedSeconds) \(happening)") }
        switch happening {
        case .step(let index): perform(plan.steps[index].step)
        case .wake(let number, let life):
            let gateway = gateways[number]
            guard gateway.life == life, gateway.process != nil, gateway.wakeAt == time.now else { return }
            gateway.wakeAt = nil
            gateway.turn()
            after(gateway)
        case .start(let number): begin(number)
        case .end(let ending): end(ending)
        case .atHub(let envelope): arriveAtHub(envelope)
        case .atGateway(let envelope, let result): arriveAtGateway(envelope, result)
        }
    }

    /// After a gateway did something: sends what it wants sent, notes when it wants to be woken, buries it if it died.
    func after(_ gateway: SimulatedGateway) {
        guard let process = gateway.process else { return }
        for (request, deadline) in process.sending { transmit(request, deadline, from: gateway) }
        process.sending.removeAll(keepingCapacity: true)
        gateway.collectReports()
        if gateway.buryIfDead() {
            time.after(isHealing ? 0 : random.unit() * plan.traits.paceSeconds, .start(gateway: gateway.number))
        } else if let next = process.shell.nextTick, next != gateway.wakeAt {
            gateway.wakeAt = max(next, time.now)
            time.at(next, .wake(gateway: gateway.number, life: gateway.life))
        }
    }

    private static let happeningsMax = 60_000
}
