import AgentStore
import Runtime
import SimulatedDisk
import SyncCore
import SyncWire
import Telemetry

/// What the steps of the plan do.
extension SimulationWorld {
    func perform(_ step: SimulationStep) {
        // When steps are left out, a copy of a gateway may never have been made.
        if let number = step.gateway, number >= gateways.count { return }
        switch step {
        case .publish(let number, let messages):
            gateways[number].device.say(messages)
            act(number) { $0.turn() }
        case .seal(let number): act(number) { $0.process?.seal() }
        case .makeRoom(let number): act(number) { $0.process?.makeRoom() }
        case .crash(let number, let effects, let fate, let seconds): crash(number, effects, fate, seconds)
        case .syncRequested(let number): act(number) { $0.process?.shell.handle(.syncRequested) }
        case .cut(let number, let requests, let answers, let seconds):
            gateways[number].cutsRequests = requests
            gateways[number].cutsAnswers = answers
            time.after(seconds, .end(.cut(gateway: number)))
        case .hubDown(let seconds):
            isHubDown = true
            time.after(seconds, .end(.hubDown))
        case .hubRefuses(let status, let retry, let seconds):
            hubRefusal = .refused(status: status, code: "SIMULATED", retryAfterSeconds: retry)
            time.after(seconds, .end(.hubRefusal))
        case .hubHolds(let stream, let seconds):
            let until = Timestamp(microseconds: Int64(time.now.nanoseconds / 1_000))
            hub.holds = [
                Hold(
                    stream: stream, until: until, milliseconds: UInt64(seconds * 500), limit: "simulated",
                    reason: "simulated")
            ]
            time.after(seconds, .end(.hubLimits))
        case .hubCredits(let stream, let records, let seconds):
            hub.credits = [Credit(stream: stream, bytes: 1 << 20, records: records)]
            time.after(seconds, .end(.hubLimits))
        case .jump(let number, let seconds):
            gateways[number].clock.jump(seconds: seconds)
        case .fill(let number, let bytes, let seconds):
            let disk = gateways[number].disk
            disk.capacity = disk.used + bytes
            time.after(seconds, .end(.fill(gateway: number)))
        case .damage(let number, let file): damage(number, file)
        case .backup(let number): backUp(number)
        case .restore(let number, let squeeze): restore(number, squeeze)
        case .clone(let number): clone(number)
        case .people(let step): perform(step)
        }
    }

    func end(_ ending: Ending) {
        switch ending {
        case .cut(let number):
            gateways[number].cutsRequests = false
            gateways[number].cutsAnswers = false
        case .hubDown: isHubDown = false
        case .hubRefusal: hubRefusal = nil
        case .hubLimits:
            hub.holds = []
            hub.credits = []
        case .fill(let number): gateways[number].disk.capacity = .max
        case .squeeze(let number): relieve(gateways[number])
        }
    }

    /// All faults end, agents run, and there is time for everything to arrive.
    func heal() {
        isHealing = true
        isHubDown = false
        hubRefusal = nil
        (hub.holds, hub.credits) = ([], [])
        for gateway in gateways {
            (gateway.cutsRequests, gateway.cutsAnswers) = (false, false)
            gateway.disk.capacity = .max
            gateway.disk.lieProbability = 0
            gateway.process?.lifeline.live()
            relieve(gateway)
            if gateway.process == nil { begin(gateway.number) }
        }
        let patience = 8 * max(2, plan.traits.paceSeconds)
        for round in 0..<90 where failure == nil {
            hub.plant.endOverdue(at: hubNow)
            for gateway in gateways {
                act(gateway.number) {
                    $0.turn()
                    $0.process?.makeRoom()
                    $0.process?.seal()
                }
            }
            let isOver = !hasCopies && hub.plant.commands.values.allSatisfy(\.state.isFinal)
            if round > 1, isOver, gateways.allSatisfy(isAtRest) { break }
            pass(until: time.now.advanced(seconds: patience))
            if round > 2 { decideCopies() }
        }
    }

    /// Whether nothing is on its way any more, in either direction; or the gateway waits for a person.
    private func isAtRest(_ gateway: SimulatedGateway) -> Bool {
        if gateway.isStopped { return true }
        guard gateway.isDrained else { return false }
        guard isHeardAlone(gateway) else { return true }
        return hub.plant.isQuiet(gateway.agent, gateway.isBroken ? gateway.process?.store.incarnation : nil)
    }

    private var hasCopies: Bool {
        hub.agents.values.contains { agent in agent.standings.values.contains { $0.isApart } }
    }

    /// Does something with a gateway whose agent runs.
    func act(_ number: Int, _ body: (SimulatedGateway) -> Void) {
        guard gateways[number].process != nil else { return }
        body(gateways[number])
        after(gateways[number])
    }

    private func crash(_ number: Int, _ effects: Int, _ fate: PowerLoss, _ seconds: Double) {
        let gateway = gateways[number]
        gateway.fate = fate
        guard let process = gateway.process else { return }
        if effects == 0 {
            gateway.stop(fate)
            time.after(seconds, .start(gateway: number))
        } else {
            process.lifeline.end(afterEffects: effects)
        }
    }

    private func damage(_ number: Int, _ file: String) {
        let gateway = gateways[number]
        let path =
            file == "segments"
            ? gateway.disk.contents.map(\.path).first { $0.hasPrefix("\(GatewayProcess.folder)/segments/") }
            : "\(GatewayProcess.folder)/\(file)"
        guard let path, gateway.disk.damage(path, sectors: file == "segments") else { return }
        (gateway.isBroken, gateway.isDiskTrusted) = (true, false)
    }

    /// Where a copy of a gateway's folder parts from it.
    private func fork(_ gateway: SimulatedGateway) -> FolderBranches.Fork {
        let controls = gateway.device.controls
        return FolderBranches.Fork(parent: controls.branch, deliveries: controls.deliveries.count)
    }

    private func copy(of disk: SimulatedDisk) -> SimulatedDisk {
        SimulatedDisk(copyOf: disk, seed: random.next())
    }

    private func backUp(_ number: Int) {
        let gateway = gateways[number]
        gateway.backup = (copy(of: gateway.disk), gateway.device.acknowledged.count, fork(gateway))
    }

    /// The folder is put back as the backup has it; what was acknowledged since is gone from it.
    private func restore(_ number: Int, _ squeeze: SimulationStep.Squeeze?) {
        let gateway = gateways[number]
        guard let backup = gateway.backup else { return }
        gateway.stop(.everythingSurvives)
        gateway.disk = copy(of: backup.disk)
        gateway.isBroken = true
        gateway.device.putBack(to: backup.acknowledgements)
        gateway.device.controls.branch = branches.add(backup.branch)
        if let squeeze {
            gateway.options.budgetBytes = UInt64(Double(bytesToKeep(gateway.disk)) / squeeze.part)
            time.after(squeeze.seconds, .end(.squeeze(gateway: number)))
        }
        begin(number)
    }

    /// What a store takes when its log of writes is gone, as it is when room is short: segments, and a core file in
    /// which little is.
    private func bytesToKeep(_ disk: SimulatedDisk) -> Int {
        disk.contents.filter { $0.path.hasSuffix(".seg") }.reduce(150_000) { $0 + $1.bytes.count }
    }

    /// Somebody gives the store the room again that it had, and starts the agent anew.
    private func relieve(_ gateway: SimulatedGateway) {
        guard gateway.options.budgetBytes != gateway.budgetBytes else { return }
        gateway.options.budgetBytes = gateway.budgetBytes
        gateway.stop(.everythingSurvives)
        begin(gateway.number)
    }

    /// A second gateway with the same folder and the same credential, both alive.
    private func clone(_ number: Int) {
        let original = gateways[number]
        let gateway = addGateway(agent: original.agent, number: gateways.count)
        gateway.clock.pass(to: time.now)
        gateway.disk = copy(of: original.disk)
        gateway.device.controls = original.device.controls.copied(branch: branches.add(fork(original)))
        (gateway.isBroken, original.isBroken) = (true, true)
        gateway.isDiskTrusted = original.isDiskTrusted
        begin(gateway.number)
    }

    /// A person decides about copies that wait: one may be adopted, and then the other one is the copy.
    private func decideCopies() {
        for id in hub.order {
            guard let agent = hub.agents[id] else { continue }
            for incarnation in agent.incarnations where agent.standings[incarnation]?.isApart == true {
                let isAdopted = !adopted.contains(id) && random.isTrue(0.5)
                if isAdopted { adopted.insert(id) }
                hub.decide(isAdopted, incarnation, of: id, at: hubTime)
                return
            }
        }
    }
}
