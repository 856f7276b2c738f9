internal import MillwrightDevice
internal import Telemetry

/// How one agent and the hub stand, as people read it.
///
/// The agent and the hub tell the same things, each as far as it knows them; what one does not tell is left out.
enum SyncText {
    static func lines(_ told: JSONValue, now: Timestamp, on screen: Screen) -> [String] {
        [head(told, now: now, on: screen)] + streams(told) + backlog(told, now: now) + disk(told) + clock(told)
            + holds(told, now: now, on: screen) + credits(told, on: screen) + open(told)
            + troubles(told, now: now, on: screen)
            + lives(told, now: now, on: screen)
    }

    private static func open(_ told: JSONValue) -> [String] {
        guard let open = told["openConflicts"]?.integer, open > 0 else { return [] }
        return ["  \(padded("conflicts"))\(open) open: millwright conflicts list"]
    }

    private static func head(_ told: JSONValue, now: Timestamp, on screen: Screen) -> String {
        let name = told["name"]?.string ?? told["agent"]?["name"]?.string ?? "agent"
        var parts: [String] = []
        if let hub = told["hub"] {
            let isReachable = hub["reachable"]?.bool
            let since = hub["since"]?.time.map { " since \(TimeText.moment($0))" } ?? ""
            parts.append(isReachable.map { $0 ? "hub answers\(since)" : "hub does not answer\(since)" } ?? "")
            parts.append(hub["address"]?.string ?? "works alone: no hub is set")
        } else {
            parts.append(AgentText.state(told))
            parts.append("seen \(TimeText.ago(told["lastSeenAt"]?.time, now: now))")
        }
        if told["paused"]?.bool == true { parts.append("PAUSED") }
        if let state = told["state"]?.string, state != "paused" { parts.append(state) }
        if let code = told["stoppedBy"]?.string { parts.append("stopped by \(code)") }
        let line = "\(name): " + parts.filter { !$0.isEmpty }.joined(separator: ", ")
        return screen.styled(Screen.plain(line), .bold)
    }

    /// What was written and what the other side has of it.
    private static func streams(_ told: JSONValue) -> [String] {
        let cursors = told["cursors"] ?? told["streams"]
        let known = [("events", "events"), ("documents", "documents"), ("downlink", "from hub")]
        return known.compactMap { name, title in
            guard let stream = cursors?[name]?.present else { return nil }
            if let seq = stream.integer { return "  \(padded(title))\(seq)" }
            let has = (stream["acknowledged"] ?? stream["seq"] ?? stream["durable"])?.integer
            let newest = (stream["newest"] ?? stream["head"])?.integer
            switch (has, newest) {
            case (let has?, let newest?) where newest > has:
                return "  \(padded(title))\(has) of \(newest), \(newest - has) to go"
            case (let has?, _): return "  \(padded(title))\(has), all"
            case (nil, let newest?): return "  \(padded(title))newest \(newest)"
            default: return nil
            }
        }
    }

    private static func backlog(_ told: JSONValue, now: Timestamp) -> [String] {
        guard let backlog = told["backlog"]?.present else { return [] }
        var line = "  \(padded("backlog"))\(AgentText.backlog(backlog))"
        if let oldest = backlog["oldestAt"]?.time { line += ", the oldest of \(TimeText.ago(oldest, now: now))" }
        if let left = backlog["secondsLeft"]?.number, left >= 1 { line += ", \(TimeText.span(left)) left" }
        if let open = backlog["unsealed"]?.integer, open > 0 { line += "; \(open) readings more not sealed yet" }
        return [line]
    }

    private static func disk(_ told: JSONValue) -> [String] {
        guard let disk = told["disk"]?.present, let used = disk["usedBytes"]?.number else { return [] }
        let budget = disk["budgetBytes"]?.number.map { " of \(AgentText.bytes($0))" } ?? ""
        return ["  \(padded("disk"))\(AgentText.bytes(used))\(budget)"]
    }

    private static func clock(_ told: JSONValue) -> [String] {
        let clock = told["clock"]
        guard let offset = (clock?["offsetMs"] ?? told["clockOffsetMs"])?.number else { return [] }
        let error = (clock?["errorMs"] ?? clock?["uncertaintyMs"])?.number.map { " ± \(AgentText.clock($0))" } ?? ""
        return ["  \(padded("clock"))\(AgentText.clock(offset))\(error) from the hub's"]
    }

    /// As "over quota: hold until …, because of …".
    private static func holds(_ told: JSONValue, now: Timestamp, on screen: Screen) -> [String] {
        (told["holds"]?.elements ?? []).map { hold in
            let stream = hold["stream"]?.string.map { " of \($0)" } ?? ""
            let line =
                "over quota: hold\(stream) until \(TimeText.moment(hold["until"]?.time)), because of "
                + "\(hold["limit"]?.string ?? "a limit")\(hold["reason"]?.string.map { ": \($0)" } ?? "")"
            return screen.styled("  \(padded("hold"))\(Screen.plain(line))", .warning)
        }
    }

    /// What the hub takes of a stream in a round; one that is not named is not limited.
    private static func credits(_ told: JSONValue, on screen: Screen) -> [String] {
        let credits = told["credits"] ?? told["lastRounds"]?.elements.first?["credits"]
        return (credits?.elements ?? []).map { credit in
            let stream = Screen.plain(credit["stream"]?.string ?? "?")
            let (bytes, records) = (credit["bytes"]?.number ?? 0, credit["records"]?.integer ?? 0)
            if bytes > 0, records > 0 {
                return "  \(padded("credit"))\(stream): \(records) of them, \(AgentText.bytes(bytes)) a round"
            }
            let but = ["events", "documents"].contains(stream) ? ", but what is urgent" : ""
            return screen.styled(
                "  \(padded("hold"))no credit: the hub is busy and takes no \(stream) for now\(but)", .warning)
        }
    }

    private static func troubles(_ told: JSONValue, now: Timestamp, on screen: Screen) -> [String] {
        var lines: [String] = []
        if let stall = told["stalledSince"]?.time ?? told["stall"]?["since"]?.time {
            lines.append(
                screen.styled(
                    "  \(padded("stalled"))SYNC_STALLED, no progress for \(TimeText.age(stall, now: now))", .bad))
        }
        if let clocks = told["clockRefused"]?.present {
            let line = "\(clocks["code"]?.string ?? ""): \(clocks["message"]?.string ?? "") Commands are refused."
            lines.append(screen.styled("  \(padded("clock"))\(Screen.plain(line))", .bad))
        }
        if let error = (told["lastError"] ?? told["lastFailure"])?.present {
            let code = error["code"]?.string ?? error.string ?? ""
            let words = error["message"]?.string.map { ": \($0)" } ?? ""
            let when = error["at"]?.time.map { ", \(TimeText.ago($0, now: now))" } ?? ""
            lines.append("  \(padded("failed"))\(Screen.plain(code + words + when))")
        }
        if let state = told["state"]?.string, ["gathering", "awaiting", "settling"].contains(state) {
            // What the agent waits for then is the end of this round, not the beginning of another.
            lines.append("  \(padded("next"))a round is under way")
        } else if let next = told["nextRoundAt"]?.time, next > now {
            lines.append("  \(padded("next"))round in \(TimeText.span(next.seconds(since: now)))")
        }
        return lines
    }

    /// The lives of the agent's database: what the hub has of each, and which waits for a decision.
    private static func lives(_ told: JSONValue, now: Timestamp, on screen: Screen) -> [String] {
        (told["incarnations"]?.elements ?? []).flatMap { life -> [String] in
            let standing = life["standing"]?.string ?? ""
            let isWaiting = ["APART", "TRIAL"].contains(standing)
            let id = life["id"]?.string ?? ""
            let heard = TimeText.ago(life["heardAt"]?.time, now: now)
            var lines = [
                screen.styled(
                    Screen.plain("  \(padded("life"))\(id) \(standing.lowercased()), heard \(heard)"),
                    isWaiting ? .bad : standing == "CURRENT" ? nil : .dim)
            ]
            let cursors = (life["cursors"]?.elements ?? []).compactMap { cursor in
                cursor["stream"]?.string.map { "\($0) \(cursor["seq"]?.integer ?? 0)" }
            }
            if standing == "CURRENT", !cursors.isEmpty {
                lines.append("  \(padded("hub has"))\(cursors.joined(separator: ", "))")
            }
            if isWaiting {
                let name = told["name"]?.string ?? id
                lines.append("             apart: \(AgentText.backlog(life["apart"]))")
                lines.append("             decide: millwright agent adopt \(name), or reject \(name)")
            }
            return lines
        }
    }

    private static func padded(_ title: String) -> String {
        title + String(repeating: " ", count: max(1, 11 - title.count))
    }
}

extension JSONValue {
    /// This object with the members of another one, which win unless they are `null`.
    func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(var members) = self, case .object(let more) = other else { return other }
        for (name, value) in more where value.present != nil { members[name] = value }
        return .object(members)
    }
}
