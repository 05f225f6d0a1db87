"""Commenting, replying, one comment in its branch."""

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult import receipts
from consult.errors import Invalid
from consult.rules import allowed, check
from proposals.actions.contributions import submit_comment
from proposals.enums import ContributionState, Kind
from proposals.forms import CommentForm
from proposals.live.rendering import draw_comments
from proposals.paging import is_number
from proposals.threads import branch_page

from .drafts import drafted
from .proposals import proposal_context, proposal_or_404, vote_context
from .visitors import (
    asks_first,
    contribution_or_404,
    keep_guest,
    keep_receipt,
    meet_participant,
    own_version,
    slow_down,
    take_receipt,
)


@require_POST
def post_comment(request, pk):
    """`/proposals/ID/comments/`: post a comment, or a reply when `parent` names one."""
    proposal = contribution_or_404(request, pk, kind=Kind.PROPOSAL)
    written = {"language": request.LANGUAGE_CODE}
    form = CommentForm(request.POST, consultation=proposal.consultation, initial=written)
    sent = _send(request, proposal, _parent(request, proposal), form) if form.is_valid() else None
    if sent is None:
        context = proposal_context(request, proposal_or_404(request, pk), form=form)
        return render(request, "proposals/proposal.html", context | {"errors_on_page": True}, status=422)
    return _after(request, sent)


def _parent(request, proposal):
    number = request.POST.get("parent", "")
    return contribution_or_404(request, int(number), root=proposal) if is_number(number) else None


def _send(request, proposal, parent, form):
    slow_down(request, "post")
    meet_participant(request, proposal.consultation)
    typed = form.cleaned_data
    if asks_first(form, proposal.consultation, body=typed["body"]):
        return None
    try:
        sent = submit_comment(
            by=request.user,
            proposal=proposal,
            parent=parent,
            body=typed["body"],
            stance=typed["stance"],
            language=typed["language"],
            client_id=typed["client_id"],
        )
    except Invalid as invalid:
        form.add_refusal(invalid)
        return None
    keep_guest(request, sent.participant)
    return sent


def _after(request, sent):
    comment = sent.contribution
    if request.htmx and comment.state == ContributionState.VISIBLE:
        context = {"comment": comment, "receipt": receipts.grouped(sent.receipt)}
        return render(request, "proposals/_posted.html", context)
    keep_receipt(request, sent)
    if comment.state != ContributionState.VISIBLE:
        return redirect("sent", sent.submission.pk)
    return redirect(comment.get_absolute_url())


@require_http_methods(["GET", "POST"])
def reply(request, pk):
    """`/contributions/ID/reply/`: the page on which a reply is written."""
    comment = contribution_or_404(request, pk, kind=Kind.COMMENT)
    check("proposals.comment", request.user, comment)
    written = drafted(request.user, body=f"reply:{comment.pk}") | {"language": request.LANGUAGE_CODE}
    form = CommentForm(request.POST or None, consultation=comment.consultation, initial=written)
    del form.fields["stance"]
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["stance"] = ""
        sent = _send(request, comment.root, comment, form)
        if sent:
            return _after(request, sent)
    context = {
        "comment": comment,
        "consultation": comment.consultation,
        "form": form,
        "rules": comment.consultation.house_rules.in_use(),
        "errors_on_page": form.is_bound,
        "nav_current": "consultations",
    }
    return render(request, "proposals/reply.html", context, status=422 if form.is_bound else 200)


@require_GET
def show_contribution(request, pk):
    """`/contributions/ID/`: a comment in its branch, or an answer; a proposal has its own page."""
    contribution = contribution_or_404(request, pk, own_vote=True)
    if contribution.kind == Kind.PROPOSAL:
        return redirect(contribution)
    if contribution.kind == Kind.ANSWER:
        return _show_answer(request, contribution)
    after = request.GET.get("after", "")
    branch = branch_page(contribution, after=after if is_number(after) else "")
    draw_comments([each for each in (branch.top, *branch.replies) if each], get_language())
    context = {
        "comment": contribution,
        "consultation": contribution.consultation,
        "branch": branch,
        "first_url": f"?after={branch.first}#branch-head" if branch.first else "",
        "next_url": f"?after={branch.next}#branch-head" if branch.next else "",
        "elsewhere": contribution.pk not in {each.pk for each in [branch.top, *branch.replies] if each},
        "own_version": own_version(contribution),
        "may_edit": allowed("proposals.edit", request.user, contribution),
        "receipt": take_receipt(request, contribution.submission_id),
        "nav_current": "consultations",
        **vote_context(request, contribution, contribution.own_word),
    }
    return render(request, "proposals/comment.html", context)


def _show_answer(request, answer):
    context = {
        "answer": answer,
        "own_version": own_version(answer),
        "consultation": answer.consultation,
        "nav_current": "consultations",
        "may_edit": allowed("proposals.edit", request.user, answer),
    }
    return render(request, "proposals/answer.html", context)
