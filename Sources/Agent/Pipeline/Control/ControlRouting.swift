internal import AgentConsole
internal import AgentStore
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What is at each path of the control socket; on the plant thread, so that nothing else happens meanwhile.
extension PlantLoop {
    /// Does what is asked, durably, and says what became of it.
    func control(_ request: ControlRequest) -> ControlAnswer {
        do {
            return try route(request)
        } catch let fault as ControlFault {
            return fault.answer
        } catch let refusal as EditRefusal {
            return ControlFault(refusal).answer
        } catch let error as StoreError {
            return ControlFault(error).answer
        } catch {
            return ControlFault(500, "INTERNAL_ERROR", "The agent could not do this.").answer
        }
    }

    private func route(_ request: ControlRequest) throws -> ControlAnswer {
        guard request.path.first == "api", request.path.count >= 2 else { throw ControlFault.notFound("path") }
        let rest = Array(request.path.dropFirst(2))
        switch request.path[1] {
        case "status" where rest.isEmpty:
            try allow(["GET"], request)
            return .json(status().json)
        case "sync": return try controlSync(request, rest)
        case "documents": return try controlDocuments(request, rest)
        case "decisions": return try controlDecisions(request, rest)
        case "machines": return try controlMachines(request, rest)
        case "commands": return try controlCommands(request, rest)
        case "quarantine": return try controlQuarantine(request, rest)
        case "conflicts": return try controlConflicts(request, rest)
        default: throw ControlFault.notFound("path")
        }
    }

    /// Throws for a method that the path does not have.
    func allow(_ methods: [String], _ request: ControlRequest) throws {
        guard methods.contains(request.method) else {
            throw ControlFault(
                405, "METHOD_NOT_ALLOWED", "This path takes \(methods.joined(separator: ", ")).")
        }
    }
}

extension ControlRequest {
    /// A member of the body; nothing when it is missing or null.
    subscript(name: String) -> FieldValue? {
        guard case .object(let members)? = body, let value = members[name], value != .null else { return nil }
        return value
    }

    /// A text of the body; throws for another kind of value.
    func text(_ name: String) throws -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.text else { throw ControlFault.invalid(name, "is no text") }
        return text
    }

    /// A whole number of the body; throws for another kind of value.
    func integer(_ name: String) throws -> Int? {
        guard let value = self[name] else { return nil }
        guard let number = value.number.flatMap(Int.init(exactly:)) else {
            throw ControlFault.invalid(name, "is no whole number")
        }
        return number
    }

    /// Which rows of a list are asked for.
    ///
    /// Pages of at most 200, as in the hub's API.
    func page() throws -> (offset: Int, size: Int) {
        let size = try number("pageSize", 1...200) ?? 50
        let page = try number("page", 1...100_000) ?? 1
        return ((page - 1) * size, size)
    }

    private func number(_ name: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let text = query[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw ControlFault.invalid(name, "is no whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
