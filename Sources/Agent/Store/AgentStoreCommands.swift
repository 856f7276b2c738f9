internal import SyncCore
internal import SyncWire
public import Telemetry

/// The commands of the hub: durable in the transaction of the downlink's cursor, so taken in once.
extension AgentStore {
    /// Commands that are not over, at most; one more is refused.
    public static let openCommandsMax = 256

    /// Commands that are not over, oldest first, when some came in or were taken back since this last gave them.
    ///
    /// When it throws, the next call gives them.
    public func takeCommandNews() throws(StoreError) -> [HubCommand]? {
        guard hasCommandNews else { return nil }
        let open = try commandTable.open()
        hasCommandNews = false
        return open
    }

    /// Commands that are not over, oldest first.
    public func openCommands() throws(StoreError) -> [HubCommand] { try commandTable.open() }

    /// The newest commands, newest first.
    public func newestCommands(count: Int) throws(StoreError) -> [HubCommand] { try commandTable.newest(count) }

    /// One command.
    public func command(_ id: DeviceCommandID) throws(StoreError) -> HubCommand? { try commandTable.command(id) }

    /// The highest fence that was carried out of an action of a machine; 0 for none.
    public func fence(of machine: MachineKey, action: String) throws(StoreError) -> UInt64 {
        try commandTable.fence(of: machine, action: action)
    }

    /// Who commands have to be for, and by which keys they are verified: those of the enrolment, or the set that one of
    /// them has vouched for since.
    private func admission() throws(StoreError) -> CommandAdmission? {
        guard var admission = commandAdmission else { return nil }
        if let bytes = try meta.bytes(Self.keysName),
            case .keys(let set)? = try? DownlinkPayload.decode(kind: .commandKeys, payload: bytes)
        {
            admission.keys = set.keys
        }
        return admission
    }

    /// Takes in a command; why not, when not even its sender can be told.
    func take(
        _ signed: SignedCommand, _ work: inout DocumentWork, at now: Timestamp
    ) throws(StoreError) -> DownlinkFault? {
        do {
            guard let admission = try admission() else { throw CommandRefusal.keyUnknown(signed.key) }
            let order = try admission.verify(signed)
            guard try commandTable.command(order.id) == nil else { return nil }
            var command = HubCommand(order: order, state: .received, receivedAt: now, changedAt: now)
            if try commandTable.openCount() >= Self.openCommandsMax {
                command.state = .refused
                command.code = "COMMAND_LIMIT_REACHED"
                command.reason = "\(Self.openCommandsMax) commands are open"
            }
            try commandTable.add(command)
            work.events.append(.commandResult(command.result))
            work.hasCommandNews = true
            return nil
        } catch let refusal as CommandRefusal {
            // What is not signed is not believed, its id neither: the hub is told which bytes were refused, and it
            // knows whether they were its own.
            guard let order = try? CommandOrder.decode(signed.order) else {
                return DownlinkFault(code: refusal.code, why: refusal.message)
            }
            work.events.append(
                .commandResult(
                    CommandResult(
                        id: order.id, machine: order.machine, state: .refused, code: refusal.code,
                        reason: refusal.message, at: now, received: signed.digest)))
            return nil
        } catch let error as StoreError {
            throw error
        } catch {
            return .unreadable("\(error)")
        }
    }

    /// Takes a command back that has not gone to the device.
    func take(_ cancel: CommandCancel, _ work: inout DocumentWork, at now: Timestamp) throws(StoreError) {
        guard var command = try commandTable.command(cancel.id), command.state == .received else { return }
        command.state = .cancelled
        command.reason = cancel.reason
        command.changedAt = now
        try commandTable.put(command)
        work.events.append(.commandResult(command.result))
        work.hasCommandNews = true
    }

    /// Ends the commands that another branch of the folder may have carried out; in the re-labelling's transaction.
    ///
    /// Those that went from here are in the ledger, which knows what may be done about them.
    func doubtCommands(_ code: String, _ work: inout DocumentWork, at now: Timestamp) throws(StoreError) {
        for var command in try commandTable.open()
        where command.state == .received && command.order.executionClass.isBoundToFolder {
            command.state = .unknown
            command.code = "COMMAND_FOLDER_RESTORED"
            command.reason = "\(code): the folder was restored or copied, and its other branch may have sent it"
            command.changedAt = now
            try commandTable.put(command)
            work.events.append(.commandResult(command.result))
            let order = command.order
            work.events.append(.alert(.unknown(order.id, of: order.machine, action: order.action, at: now)))
            work.hasCommandNews = true
        }
    }

    /// Takes in a new set of keys, when one of those that are trusted vouches for it; why not, otherwise.
    func take(
        _ set: CommandKeys, _ work: inout DocumentWork, at now: Timestamp
    ) throws(StoreError) -> DownlinkFault? {
        let admission = try admission()
        if let admission, !set.keys.isEmpty, admission.keys == set.keys { return nil }
        guard admission?.adopted(set) != nil else {
            return DownlinkFault(
                code: "COMMAND_KEYS_NOT_VOUCHED", why: "no key that is trusted vouches for the new keys")
        }
        try meta.set(Self.keysName, DownlinkPayload.keys(set).encode())
        work.events.append(
            .audit(
                AuditEntry(
                    at: now, actor: "hub", action: "command.keys", target: "commands",
                    detail: "trusted from now on: " + set.keys.map(\.id).joined(separator: ", "))))
        return nil
    }

    private static let keysName = "commands.keys"
}
