"""Every rule of a course, in families; each rule is one function that yields problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coursebook.checks import (
    access,
    assessments,
    banks,
    decks,
    facts,
    goals,
    ids,
    language,
    lessons,
    names,
    questions,
    references,
    reviews,
    scenarios,
    shape,
    sources,
    tabletops,
    workshops,
    world,
)
from coursebook.checks.waivers import without_waived
from coursebook.html.host import Cache
from coursebook.model import Course
from coursebook.problems import Problem

Rule = Callable[[Course], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    ids.duplicate_ids,
    lessons.workshop_minutes,
    lessons.deep_minutes,
    lessons.teaching_and_activity,
    lessons.planned_minutes,
    lessons.nested_minutes,
    lessons.run_sheets,
    lessons.known_outcomes,
    lessons.known_misconceptions,
    questions.known_objectives,
    questions.twins,
    questions.wrong_options_teach,
    questions.known_misconceptions,
    assessments.known_questions,
    assessments.measured_outcomes,
    assessments.balanced_outcomes,
    workshops.clocks_add_up,
    workshops.known_modules,
    workshops.core_or_plan,
    tabletops.ids_once,
    tabletops.times,
    tabletops.known_names,
    tabletops.evaluated,
    tabletops.cards,
    tabletops.variants,
    tabletops.scales,
    tabletops.texts_show,
    facts.expired,
    facts.due_soon,
    facts.recalled,
    facts.dated_amounts,
    facts.figures_have_facts,
    goals.named_on_both_sides,
    goals.planned_modules,
    goals.outcomes_with_objectives,
    goals.verbs,
    goals.checked_and_practised,
    goals.activities_have_goals,
    goals.bank_in_lesson,
    goals.competencies,
    shape.checks_often_enough,
    shape.required_sections,
    shape.section_order,
    shape.sizes,
    shape.slide_sizes,
    shape.new_terms,
    names.simulations,
    names.artefacts,
    names.materials,
    names.prerequisites,
    names.cases,
    names.misconceptions,
    banks.key_places,
    banks.longest_answers,
    banks.duplicate_stems,
    banks.true_false_teaches,
    banks.few_misconceptions,
    banks.twins_of_one_difficulty,
    banks.scored_have_answers,
    banks.short_stems,
    reviews.known_checklists,
    reviews.unchanged_since,
    language.mean_sentence,
    language.long_sentences,
    language.long_paragraphs,
    language.reading_ease,
    language.terms_marked_first,
    language.locked_terms,
    language.absolute_words,
    language.idioms,
    language.gendered_words,
    language.coupled_words,
    language.dual_use_words,
    world.spelled_names,
    access.contrast_of_text,
    access.colours_alone,
    access.table_heads,
    access.heading_order,
    access.link_texts,
    sources.complete_entries,
    sources.addresses,
    sources.seen_of_late,
    sources.gone,
    scenarios.names,
    scenarios.graph,
    scenarios.meters,
    scenarios.lengths,
    scenarios.endings,
    scenarios.kit,
)


def check_course(course: Course, cache: Cache | None = None) -> list[Problem]:
    """All problems of a course, in the order of the files; `cache` keeps what was rendered."""
    found = {problem for rule in RULES for problem in rule(course)}
    rendered = {} if cache is None else cache
    found |= set(references.everything_resolves(course, rendered))
    found |= set(decks.texts_resolve(course, rendered))
    return sorted(without_waived(course, found))
