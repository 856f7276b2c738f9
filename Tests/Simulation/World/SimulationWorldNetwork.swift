import AgentStore
import Runtime
import SimulatedDisk
import SyncCore
import SyncWire
import Telemetry

/// The network: it loses, doubles, delays and so reorders what is sent, and cuts one direction or both.
extension SimulationWorld {
    private var isCalm: Bool { isHealing || faults.isNetworkCalm }

    func transmit(_ request: RoundRequest, _ deadline: Double, from gateway: SimulatedGateway) {
        if let process = gateway.process, let broken = CreditCheck.broken(by: request, of: process) { failure = broken }
        let envelope = Envelope(
            gateway: gateway.number, life: gateway.life, connection: gateway.process?.connection ?? 0,
            round: request.hello.round, request: request)
        time.after(deadline, .atGateway(envelope, .failure(.timedOut)))
        guard !gateway.cutsRequests,
            let request = carried(request, RoundFrame.encode, { try RoundFrame.decodeRequest($0) })
        else { return }
        for _ in 0..<copies(plan.traits.requestLoss) {
            var copy = envelope
            copy.request = request
            time.after(delay(), .atHub(copy))
        }
    }

    func arriveAtHub(_ envelope: Envelope) {
        if isHubDown { return }
        if let hubRefusal { return reply(envelope, .failure(hubRefusal)) }
        var ending = SimulatedHub.Ending.committed
        if !isHealing, !faults.isHubCalm {
            if random.isTrue(plan.traits.hubAbort) { ending = .aborted }
            if random.isTrue(plan.traits.hubUnknown) { ending = .unknown }
        }
        let agent = gateways[envelope.gateway].agent
        let answer = hub.serve(envelope.request, agent: agent, at: hubTime, ending: ending)
        if let answer {
            if let carried = carried(mislaying(answer), RoundFrame.encode, { try RoundFrame.decodeAnswer($0) }) {
                reply(envelope, .success(carried))
            }
        } else {
            let failure =
                ending == .aborted
                ? RoundFailure.refused(status: 503, code: "DATABASE_BUSY", retryAfterSeconds: nil)
                : .unreachable("the connection broke")
            reply(envelope, .failure(failure))
        }
    }

    func arriveAtGateway(_ envelope: Envelope, _ result: Result<RoundAnswer, RoundFailure>) {
        let gateway = gateways[envelope.gateway]
        guard let process = gateway.process, gateway.life == envelope.life else { return }
        if process.connection != envelope.connection, !plan.traits.deliversLate { return }
        if case .success(let answer) = result, let heard = answer.clock.hubReceived {
            process.heardHubAt = max(process.heardHubAt, heard)
        }
        process.shell.end(envelope.round, result)
        after(gateway)
    }

    private func reply(_ envelope: Envelope, _ result: Result<RoundAnswer, RoundFailure>) {
        if gateways[envelope.gateway].cutsAnswers { return }
        for _ in 0..<copies(plan.traits.answerLoss) { time.after(delay(), .atGateway(envelope, result)) }
    }

    private func copies(_ loss: Double) -> Int {
        if isCalm { return 1 }
        if random.isTrue(loss) { return 0 }
        return random.isTrue(plan.traits.duplication) ? 2 : 1
    }

    private func delay() -> Double {
        isCalm ? 0.01 : 0.001 + random.unit() * plan.traits.delaySeconds
    }

    /// A message as the other end reads it: through the codec where the traits say so, and nothing when a bit changed
    /// on the way and the frame shows it.
    private func carried<Message>(
        _ message: Message, _ encode: (Message, FrameLimits) throws -> [UInt8], _ decode: ([UInt8]) throws -> Message
    ) -> Message? {
        guard plan.traits.usesFrames else { return message }
        do {
            var frame = try encode(message, .standard)
            if !isCalm, random.isTrue(plan.traits.garbling) {
                frame[random.below(frame.count)] ^= UInt8(1 << random.below(8))
                let read = try? decode(frame)
                if read == nil, Message.self == RoundRequest.self { hub.plant.recorded?.append(.garbled(frame)) }
                return read
            }
            return try decode(frame)
        } catch {
            failure = "FRAME: \(error)"
            return nil
        }
    }
}
